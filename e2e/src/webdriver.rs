//! The WebDriver protocol: JSON over plain HTTP on the loopback address, blocking.
//!
//! One connection serves all commands. WebKitGTK's driver never closes one that we have closed: with a connection for
//! each command it held thousands after some minutes, and then answered nobody.

use std::cell::RefCell;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{Ipv4Addr, TcpStream};
use std::time::Duration;

use serde_json::Value;

/// Longer than any command of ours takes; a browser that hangs must not hang the tests.
const PATIENCE: Duration = Duration::from_mins(1);

/// A driver that takes commands at this port.
pub(crate) struct Driver {
    port: u16,
    connection: RefCell<Option<BufReader<TcpStream>>>,
}

impl Driver {
    /// One that is running already. It is called with the first command.
    pub(crate) const fn new(port: u16) -> Self {
        Self { port, connection: RefCell::new(None) }
    }

    /// Sends a command and returns the `value` of the answer.
    ///
    /// The error names what the driver said, for example `no such element: …`.
    pub(crate) fn command(
        &self,
        method: &str,
        path: &str,
        body: Option<&Value>,
    ) -> Result<Value, String> {
        let body = body.map(Value::to_string).unwrap_or_default();
        let request = format!(
            "{method} {path} HTTP/1.1\r\nHost: 127.0.0.1:{}\r\nContent-Length: {}\r\n\r\n{body}",
            self.port,
            body.len()
        );
        let answer =
            self.exchange(&request).map_err(|error| format!("{method} {path}: {error}"))?;
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

    /// Sends a request and returns the body of the answer.
    fn exchange(&self, request: &str) -> Result<Vec<u8>, String> {
        let mut kept = self.connection.borrow_mut();
        if let Some(mut connection) = kept.take() {
            // The driver may have closed it since: then it has not seen the request.
            if let Some(answer) = send(&mut connection, request)? {
                *kept = Some(connection);
                return Ok(answer);
            }
        }
        let mut connection = self.connect().map_err(|error| error.to_string())?;
        let answer = send(&mut connection, request)?.ok_or("the driver said nothing")?;
        *kept = Some(connection);
        Ok(answer)
    }

    fn connect(&self) -> std::io::Result<BufReader<TcpStream>> {
        let stream = TcpStream::connect((Ipv4Addr::LOCALHOST, self.port))?;
        stream.set_nodelay(true)?;
        stream.set_read_timeout(Some(PATIENCE))?;
        stream.set_write_timeout(Some(PATIENCE))?;
        Ok(BufReader::new(stream))
    }
}

/// The body of the answer to a request; `None` where the connection was closed before a byte of it came.
fn send(connection: &mut BufReader<TcpStream>, request: &str) -> Result<Option<Vec<u8>>, String> {
    let fail = |error: std::io::Error| error.to_string();
    let mut line = String::new();
    let sent = connection.get_mut().write_all(request.as_bytes());
    match sent.and_then(|()| connection.read_line(&mut line)) {
        Ok(0) => return Ok(None),
        Ok(_) => {}
        Err(error) if is_closed(&error) => return Ok(None),
        Err(error) => return Err(error.to_string()),
    }
    let mut length = None;
    loop {
        line.clear();
        if connection.read_line(&mut line).map_err(fail)? == 0 || line.trim().is_empty() {
            break;
        }
        if let Some((name, value)) = line.split_once(':')
            && name.eq_ignore_ascii_case("content-length")
        {
            length = value.trim().parse().ok();
        }
    }
    let mut answer = vec![0; length.ok_or("the driver's answer has no length")?];
    connection.read_exact(&mut answer).map_err(fail)?;
    Ok(Some(answer))
}

fn is_closed(error: &std::io::Error) -> bool {
    use std::io::ErrorKind::{BrokenPipe, ConnectionAborted, ConnectionReset};
    matches!(error.kind(), BrokenPipe | ConnectionAborted | ConnectionReset)
}
