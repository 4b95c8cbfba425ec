//! Bodies: read within bounds of size and time, and read as JSON.

use std::fmt::{self, Display};
use std::marker::PhantomData;
use std::time::Duration;

use axum::body::Body;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use http_body_util::{BodyExt, LengthLimitError, Limited};
use serde::de::value::MapAccessDeserializer;
use serde::de::{Deserializer, MapAccess, Visitor};
use serde::{Deserialize, Serialize};

use crate::problem::Problem;

/// The bytes of a body.
pub(crate) async fn read(body: Body, most: usize, patience: Duration) -> Result<Bytes, Problem> {
    let too_large = || {
        Problem::new(
            StatusCode::PAYLOAD_TOO_LARGE,
            "body-too-large",
            format!("the body has more than {most} bytes"),
            "send less; many rows go into several batches",
        )
    };
    let mut body = body;
    if hyper::body::Body::size_hint(&body).lower() > most as u64 {
        pass_over(&mut body, patience).await;
        return Err(too_large());
    }
    match tokio::time::timeout(patience, Limited::new(&mut body, most).collect()).await {
        Ok(Ok(collected)) => Ok(collected.to_bytes()),
        Ok(Err(error)) if error.is::<LengthLimitError>() => {
            pass_over(&mut body, patience).await;
            Err(too_large())
        }
        Ok(Err(_)) => Err(Problem::invalid("body-cut-off", "the body was cut off", "send all of it")),
        Err(_) => Err(Problem::new(
            StatusCode::REQUEST_TIMEOUT,
            "body-too-slow",
            format!("the body did not arrive within {} seconds", patience.as_secs()),
            "send it at once",
        )),
    }
}

/// Reads on for a while, keeping nothing: a caller that still sends would not see the answer.
async fn pass_over(body: &mut Body, patience: Duration) {
    let mut left = MOST_PASSED_OVER;
    let reading = async {
        while let Some(Ok(frame)) = body.frame().await {
            left = left.saturating_sub(frame.data_ref().map_or(1, Bytes::len));
            if left == 0 {
                break;
            }
        }
    };
    let _ = tokio::time::timeout(patience, reading).await;
}

/// Refuses a body that says it is something else than JSON.
pub(crate) fn must_be_json(headers: &HeaderMap) -> Result<(), Problem> {
    let Some(kind) = headers.get(header::CONTENT_TYPE) else { return Ok(()) };
    let kind = kind.to_str().unwrap_or_default();
    let essence = kind.split(';').next().unwrap_or_default().trim();
    if essence.eq_ignore_ascii_case("application/json") {
        return Ok(());
    }
    Err(Problem::new(
        StatusCode::UNSUPPORTED_MEDIA_TYPE,
        "content-type",
        "the body is not announced as JSON",
        "send `Content-Type: application/json`",
    ))
}

/// Reads JSON. The message says where it goes wrong and repeats no value.
pub(crate) fn json<'b, T: Deserialize<'b>>(bytes: &'b [u8]) -> Result<T, Problem> {
    if bytes.is_empty() {
        return Err(Problem::invalid("body-missing", "the request has no body", "send a JSON object"));
    }
    let read = serde_json::from_slice(bytes).map(|Object(body)| body);
    read.map_err(|error| {
        let place = format!("line {}, column {}", error.line(), error.column());
        Problem::invalid(
            "body",
            format!("the body is not what is expected, at {place}: {}", what(&error)),
            HINT,
        )
    })
}

/// A JSON object and nothing else: serde takes a list for a record too, its values in the order of the
/// record's members, which no document promises.
struct Object<T>(T);

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Object<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(ObjectVisitor(PhantomData)).map(Self)
    }
}

struct ObjectVisitor<T>(PhantomData<T>);

impl<'de, T: Deserialize<'de>> Visitor<'de> for ObjectVisitor<T> {
    type Value = T;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a JSON object")
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<T, A::Error> {
        T::deserialize(MapAccessDeserializer::new(map))
    }
}

/// Reads a list of JSON objects.
pub(crate) fn objects<'de, D: Deserializer<'de>, T: Deserialize<'de>>(
    deserializer: D,
) -> Result<Vec<T>, D::Error> {
    let objects = Vec::<Object<T>>::deserialize(deserializer)?;
    Ok(objects.into_iter().map(|Object(one)| one).collect())
}

/// What serde says is wrong, where that can hold no value of the body.
fn what(error: &serde_json::Error) -> String {
    let text = error.to_string();
    let text = text.split(" at line ").next().unwrap_or_default();
    let names_only = ["missing field", "unknown field", "duplicate field", "unknown variant"];
    if names_only.iter().any(|begin| text.starts_with(begin)) && text.len() < 300 {
        return text.into();
    }
    match error.classify() {
        serde_json::error::Category::Data => match text.split_once(", expected ") {
            Some((_, expected)) => format!("expected {expected}"),
            None => "a member has a wrong value".into(),
        },
        _ => "it is not JSON in UTF-8".into(),
    }
}

/// An answer in JSON that no cache keeps.
pub(crate) fn answer(status: StatusCode, value: &impl Serialize) -> Response {
    let body = serde_json::to_vec(value).unwrap_or_default();
    let headers = [(header::CONTENT_TYPE, "application/json"), (header::CACHE_CONTROL, "no-store")];
    (status, headers, body).into_response()
}

/// Reads a number in a path.
pub(crate) fn number(text: &str, what: impl Display) -> Result<u32, Problem> {
    let canonical = text.bytes().all(|byte| byte.is_ascii_digit()) && !text.starts_with('0');
    text.parse().ok().filter(|_| canonical).ok_or_else(|| {
        Problem::invalid(
            "path",
            format!("the path names no {what}"),
            "write it in decimal digits, 1 to 4294967295",
        )
    })
}

/// Bytes of a body that is too long.
const MOST_PASSED_OVER: usize = 1 << 20;

const HINT: &str = "see /docs for what this request takes";
