<?php
/**
 * Plugin Name: Email Journey
 * Description: How an email travels, as a picture: [email_journey preset="mailbox-full"]
 * Version: 0.1.0
 * Requires at least: 6.0
 * Requires PHP: 7.4
 * License: MIT OR Apache-2.0
 *
 * Put this file into wp-content/plugins/email-journey/, and the folder "site" of the release beside it.
 *
 * @package EmailJourney
 */

defined( 'ABSPATH' ) || exit;

/**
 * The attributes that the element takes, and those of them that are addresses.
 */
const EMAIL_JOURNEY_ATTRIBUTES = array( 'preset', 'step', 'theme', 'controls', 'provider', 'smtp-server', 'pop-server', 'domain', 'mailboxes', 'help-desk', 'quota', 'size-limit' );

/**
 * What the shortcode stands for.
 *
 * @param array|string $attributes What an author wrote. WordPress gives an empty string where that is nothing.
 * @return string Markup.
 */
function email_journey_shortcode( $attributes ) {
	$given = is_array( $attributes ) ? $attributes : array();
	$site  = plugins_url( 'site/', __FILE__ );
	wp_enqueue_style( 'email-journey', $site . 'embed.css', array(), null );
	wp_enqueue_script( 'email-journey', $site . 'embed.js', array(), null, true );
	$written = '';
	foreach ( EMAIL_JOURNEY_ATTRIBUTES as $name ) {
		// Authors may write smtp_server, too: WordPress is used to that.
		$value = $given[ $name ] ?? $given[ str_replace( '-', '_', $name ) ] ?? null;
		if ( null !== $value && '' !== $value ) {
			$written .= sprintf( ' %s="%s"', $name, esc_attr( $value ) );
		}
	}
	// An optimiser may put scripts together, so that the script cannot know where it lay.
	$preset = sanitize_title( $given['preset'] ?? '' );
	$page   = $site . ( '' === $preset || 'came-back' === $preset ? 'index.html' : 'p/' . $preset . '/index.html' );
	return sprintf(
		'<email-journey base="%s"%s><a href="%s">%s</a></email-journey>',
		esc_url( $site ),
		$written,
		esc_url( $page ),
		esc_html__( 'How an email travels from A to B', 'email-journey' )
	);
}

add_shortcode( 'email_journey', 'email_journey_shortcode' );
