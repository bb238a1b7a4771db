//! The page: what Trunk compiles to WebAssembly and `static/boot.js` starts.

fn main() {
    email_journey::ui::start();
}
