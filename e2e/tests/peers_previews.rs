//! What programs that make cards and players of pasted addresses understand of the pages of the examples: two
//! consumers of oEmbed and two parsers of preview tags, from npm.

use e2e::peers;
use model::presets::{PRESETS, Preset};
use serde_json::{Value, json};
use std::path::Path;
use std::process::Command;
use tempfile::TempDir;
use text::presets::describe;
use xtask::serve::Server;

/// What a program prints, which Debian's package of that name brings.
fn run(folder: &Path, package: &str, program: &str, arguments: &[&str]) -> String {
    let said = peers::run(package, Command::new(program).args(arguments).current_dir(folder));
    assert_eq!(said.status, Some(0), "{program} {arguments:?}:\n{}", said.errors);
    said.output
}

/// The site as it is handed out, in a folder, knowing the address at which it is served.
fn served() -> (TempDir, Server) {
    let folder = TempDir::with_prefix("email-journey-previews-").expect("a folder");
    let root = folder.path();
    let package = xtask::release::npm_package(root).expect("a package");
    run(root, "tar", "tar", &["xzf", &package.to_string_lossy()]);
    let package = root.join("package");
    let server = Server::start(&package.join("site"), 0).expect("a server");
    run(&package, "nodejs", "node", &["set-site.mjs", &server.address("")]);
    (folder, server)
}

#[test]
fn consumers_of_oembed_and_parsers_of_previews_understand_each_example() {
    let (_folder, server) = served();
    let site = server.address("");
    let tools = TempDir::with_prefix("email-journey-consumers-").expect("a folder");
    let consumers = Path::new(env!("CARGO_MANIFEST_DIR")).join("consumers");
    xtask::run::copy_folder(&consumers, tools.path(), |_| true).expect("a program");
    run(tools.path(), "npm", "npm", &["install", "--no-audit", "--no-fund", "--loglevel=error"]);
    let slugs: Vec<&str> = PRESETS.iter().map(Preset::slug).collect();
    let told = run(tools.path(), "nodejs", "node", &[&["tell.mjs", &site], &slugs[..]].concat());
    let told: Value = serde_json::from_str(&told).expect("it is JSON");
    for preset in &PRESETS {
        let slug = preset.slug();
        let page = format!("{site}p/{slug}/");
        let picture = format!("{page}preview.png");
        let frame = format!("{site}embed/{slug}/index.html");
        let name = text::pages::title(describe(preset.id).0);
        let (extractor, unfurl, scraper) =
            (&told[slug]["extractor"], &told[slug]["unfurl"], &told[slug]["scraper"]);
        assert_eq!(extractor["method"], "auto-discovery", "{slug}");
        for (answer, thumbnail) in [
            (extractor, &extractor["thumbnail_url"]),
            (&unfurl["oEmbed"], &unfurl["oEmbed"]["thumbnails"][0]["url"]),
        ] {
            assert_eq!(answer["type"], "rich", "{slug}: {answer}");
            assert_eq!(answer["title"], name, "{slug}");
            assert_eq!(*thumbnail, picture, "{slug}");
            let html = answer["html"].as_str().unwrap_or_default();
            assert!(html.contains(&format!("<iframe src=\"{frame}\"")), "{slug}: {html}");
        }
        let card = &unfurl["open_graph"];
        assert_eq!((&card["title"], &card["url"]), (&json!(name), &json!(page)), "{slug}");
        let image = &card["images"][0];
        assert_eq!(
            (&image["url"], &image["width"], &image["height"]),
            (&json!(picture), &json!(1200), &json!(630)),
            "{slug}"
        );
        assert_eq!(card["videos"][0]["url"], frame, "{slug}");
        assert_eq!(unfurl["twitter_card"]["card"], "player", "{slug}");
        assert_eq!(unfurl["twitter_card"]["players"][0]["url"], frame, "{slug}");
        assert_eq!(scraper["success"], true, "{slug}: {scraper}");
        assert_eq!((&scraper["ogTitle"], &scraper["ogUrl"]), (&card["title"], &card["url"]));
        assert_eq!(scraper["ogImage"][0]["url"], picture, "{slug}");
        assert_eq!(scraper["twitterPlayer"][0]["url"], frame, "{slug}");
        for said in [&card["description"], &image["alt"], &scraper["ogDescription"]] {
            assert!(said.as_str().is_some_and(|said| said.len() > 30), "{slug}: {said}");
        }
    }
}
