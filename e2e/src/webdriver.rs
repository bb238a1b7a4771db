//! The WebDriver protocol: JSON over plain HTTP on the loopback address, one connection for each
//! command, blocking.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{Ipv4Addr, TcpStream};
use std::time::Duration;

use serde_json::Value;

/// Longer than any command of ours takes; a browser that hangs must not hang the tests.
const PATIENCE: Duration = Duration::from_mins(1);

/// Sends a command and returns the `value` of the answer.
///
/// The error names what the driver said, for example `no such element: …`.
pub(crate) fn command(
    port: u16,
    method: &str,
    path: &str,
    body: Option<&Value>,
) -> Result<Value, String> {
    let fail = |error: std::io::Error| format!("{method} {path}: {error}");
    let body = body.map(Value::to_string).unwrap_or_default();
    let request = format!(
        "{method} {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nContent-Length: {}\r\n\r\n{body}",
        body.len()
    );
    let mut stream = TcpStream::connect((Ipv4Addr::LOCALHOST, port)).map_err(fail)?;
    stream.set_read_timeout(Some(PATIENCE)).map_err(fail)?;
    stream.set_write_timeout(Some(PATIENCE)).map_err(fail)?;
    stream.write_all(request.as_bytes()).map_err(fail)?;
    // The driver keeps the connection open whatever we ask for, so its lengths count.
    let mut reader = BufReader::new(stream);
    let mut length = 0;
    loop {
        let mut line = String::new();
        if reader.read_line(&mut line).map_err(fail)? == 0 || line.trim().is_empty() {
            break;
        }
        if let Some((name, value)) = line.split_once(':')
            && name.eq_ignore_ascii_case("content-length")
        {
            length = value.trim().parse().map_err(|_| format!("{method} {path}: {line}"))?;
        }
    }
    let mut answer = vec![0; length];
    reader.read_exact(&mut answer).map_err(fail)?;
    let mut answer: Value = serde_json::from_slice(&answer)
        .map_err(|error| format!("{method} {path}: {error} in the driver's answer"))?;
    let value = answer["value"].take();
    match value["error"].as_str() {
        None => Ok(value),
        // The message goes on with a stack of the driver's own functions.
        Some(error) => {
            let message = value["message"].as_str().unwrap_or_default();
            Err(format!("{error}: {}", message.lines().next().unwrap_or_default()))
        }
    }
}
