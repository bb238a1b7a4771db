//! Content, compressed as browsers take it.

use std::io::Write;
use std::path::Path;

/// `content` as brotli of this quality (0 to 11).
pub fn brotli(content: &[u8], quality: u32) -> Vec<u8> {
    let mut writer = ::brotli::CompressorWriter::new(Vec::new(), 4096, quality, 22);
    writer.write_all(content).expect("a vector takes every byte");
    writer.into_inner()
}

/// `content` as gzip, as small as it gets.
pub fn gzip(content: &[u8]) -> Vec<u8> {
    // Without a time or a name in it: the same content gives the same bytes.
    let mut writer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    let written = writer.write_all(content).and_then(|()| writer.finish());
    written.expect("a vector takes every byte")
}

/// Whether a file has the name of something compressed.
pub fn is_compressed(name: &Path) -> bool {
    name.extension().is_some_and(|extension| extension == "br" || extension == "gz")
}
