//! Writes the static pages into a built site; `cargo xtask dist` runs it.

use std::path::Path;
use std::process::ExitCode;

use site::{Site, addresses, write};

const USAGE: &str = "usage: prerender FOLDER [ADDRESS]
       prerender --addresses

FOLDER   the built site, with the index.html that all pages are made of
ADDRESS  where the site will be, such as https://help.example/email/

--addresses   prints what names whole addresses, for whoever writes them in later";

fn main() -> ExitCode {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let (folder, address) = match args.as_slice() {
        [option] if option == "--addresses" => {
            print!("{}", addresses());
            return ExitCode::SUCCESS;
        }
        [folder] => (folder, None),
        [folder, address] => (folder, Some(address.as_str())),
        _ => {
            eprintln!("{USAGE}");
            return ExitCode::FAILURE;
        }
    };
    match Site::new(address).and_then(|site| write(Path::new(folder), &site)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}
