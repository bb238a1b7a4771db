//! The WordPress plugin of `examples/` in PHP: its syntax, and what its shortcode writes. WordPress itself is not here;
//! `src/peers/wordpress.php` stands in for what the plugin calls.

use e2e::peers::run;
use serde_json::json;
use std::path::{Path, PathBuf};
use std::process::Command;

fn file(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

const PLUGIN: &str = "../examples/wordpress/email-journey.php";

/// What `[email_journey ...]` writes, after what it asks WordPress to load.
#[track_caller]
fn check(attributes: &serde_json::Value, expected: &str) {
    let mut php = Command::new("php");
    php.arg(file("src/peers/wordpress.php")).arg(file(PLUGIN)).arg(attributes.to_string());
    let said = run("php-cli", &mut php);
    assert_eq!(said.status, Some(0), "{}{}", said.output, said.errors);
    let site = "https://blog.example/wp-content/plugins/email-journey/site/";
    let loads = format!("style {site}embed.css\nscript {site}embed.js\n");
    let written = said.output.strip_prefix(&loads).expect("it loads two files");
    assert_eq!(written.trim_end(), expected.replace("SITE/", site), "{attributes}");
}

#[test]
fn its_syntax_is_right() {
    for name in [PLUGIN, "src/peers/wordpress.php"] {
        let said = run("php-cli", Command::new("php").arg("-l").arg(file(name)));
        assert_eq!(said.status, Some(0), "{}", said.output);
    }
}

#[test]
fn the_shortcode_writes_the_element_with_a_link_in_it() {
    let element = |attributes: &str, page: &str| {
        format!(
            "<email-journey base=\"SITE/\"{attributes}><a href=\"SITE/{page}index.html\">\
             How an email travels from A to B</a></email-journey>"
        )
    };
    check(&json!([]), &element("", ""));
    check(
        &json!({ "preset": "mailbox-full", "step": "refused", "theme": "dark" }),
        &element(" preset=\"mailbox-full\" step=\"refused\" theme=\"dark\"", "p/mailbox-full/"),
    );
    check(&json!({ "preset": "came-back" }), &element(" preset=\"came-back\"", ""));
    check(
        &json!({ "smtp_server": "mx.blog.example", "provider": "Tea & \"Cake\"" }),
        &element(" provider=\"Tea &amp; &quot;Cake&quot;\" smtp-server=\"mx.blog.example\"", ""),
    );
    // No markup comes of what an author writes, nor an attribute that is not ours.
    check(
        &json!({ "preset": "\"><script>x</script>", "onload": "x", "0": "autoplay" }),
        &element(" preset=\"&quot;&gt;&lt;script&gt;x&lt;/script&gt;\"", "p/x/"),
    );
}
