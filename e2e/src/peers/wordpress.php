<?php
/**
 * Stands in for WordPress: what the plugin calls, with the same names. Escaping does what WordPress's own does to the
 * characters that matter here. What is registered and asked for is printed, a line each.
 *
 * php wordpress.php PLUGIN ATTRIBUTES-AS-JSON
 */

declare( strict_types=1 );
define( 'ABSPATH', '/' );

$shortcodes = array();

function add_shortcode( string $name, callable $made ): void {
	global $shortcodes;
	$shortcodes[ $name ] = $made;
}

function plugins_url( string $path, string $plugin ): string {
	return 'https://blog.example/wp-content/plugins/email-journey/' . $path;
}

function wp_enqueue_style( string $handle, string $src, array $needs, ?string $version ): void {
	echo "style $src\n";
}

function wp_enqueue_script( string $handle, string $src, array $needs, ?string $version, bool $at_end ): void {
	echo "script $src\n";
}

function esc_attr( string $text ): string {
	return htmlspecialchars( $text, ENT_QUOTES );
}

function esc_html__( string $text, string $domain ): string {
	return htmlspecialchars( $text, ENT_QUOTES );
}

function esc_url( string $url ): string {
	return preg_match( '#^https?://#', $url ) ? htmlspecialchars( $url, ENT_QUOTES ) : '';
}

function sanitize_title( string $title ): string {
	return trim( preg_replace( '/[^a-z0-9_]+/', '-', strtolower( strip_tags( $title ) ) ), '-' );
}

set_error_handler(
	function ( int $kind, string $said ): bool {
		throw new ErrorException( $said, 0, $kind );
	}
);

require $argv[1];
// An author who wrote no attribute gives an empty string, as in WordPress.
$given = json_decode( $argv[2], true );
echo $shortcodes['email_journey']( array() === $given ? '' : $given ), "\n";
