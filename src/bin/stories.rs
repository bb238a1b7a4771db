//! Writes the story of every preset into a folder, for the page to fetch: `stories FOLDER`.

#[cfg(not(target_arch = "wasm32"))]
fn main() -> std::process::ExitCode {
    use email_journey::presets::PRESETS;
    use email_journey::told::Told;
    use std::process::ExitCode;

    let Some(folder) = std::env::args_os().nth(1).map(std::path::PathBuf::from) else {
        eprintln!("usage: stories FOLDER");
        return ExitCode::from(2);
    };
    let written = std::fs::create_dir_all(&folder).and_then(|()| {
        PRESETS.iter().try_for_each(|preset| {
            let path = folder.join(preset.slug).with_extension("bin");
            std::fs::write(path, Told::preset(preset).write())
        })
    });
    match written {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{}: {error}", folder.display());
            ExitCode::FAILURE
        }
    }
}

/// There are no files in a browser.
#[cfg(target_arch = "wasm32")]
fn main() {}
