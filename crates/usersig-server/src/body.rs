//! Bodies: read within bounds of size and time, and read as JSON.

use std::fmt::{self, Display};
use std::future::poll_fn;
use std::marker::PhantomData;
use std::pin::pin;
use std::task::Poll;
use std::time::Duration;

use axum::body::Body;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::Response;
use bytes::{Bytes, BytesMut};
use http_body_util::BodyExt;
use serde::de::value::MapAccessDeserializer;
use serde::de::{Deserializer, MapAccess, Visitor};
use serde::{Deserialize, Serialize};

use crate::problem::Problem;

/// The body of a request: the router's or the connection's own.
pub(crate) trait Incoming: hyper::body::Body<Data = Bytes> + Unpin {}

impl<B: hyper::body::Body<Data = Bytes> + Unpin> Incoming for B {}

/// The bytes of a body.
pub(crate) async fn read(body: impl Incoming, most: usize, patience: Duration) -> Result<Bytes, Problem> {
    let mut body = body;
    let read = {
        let mut whole = pin!(whole(&mut body, most));
        // Nearly every body is there with its head: no clock is asked for those.
        match poll_fn(|context| Poll::Ready(whole.as_mut().poll(context))).await {
            Poll::Ready(read) => read,
            Poll::Pending => tokio::time::timeout(patience, whole).await.unwrap_or(Err(Cut::Slow)),
        }
    };
    if matches!(read, Err(Cut::Long)) {
        pass_over(&mut body, patience).await;
    }
    read.map_err(|cut| match cut {
        Cut::Long => Problem::new(
            StatusCode::PAYLOAD_TOO_LARGE,
            "body-too-large",
            format!("the body has more than {most} bytes"),
            "send less; many rows go into several batches",
        ),
        Cut::Off => Problem::invalid("body-cut-off", "the body was cut off", "send all of it"),
        Cut::Slow => Problem::new(
            StatusCode::REQUEST_TIMEOUT,
            "body-too-slow",
            format!("the body did not arrive within {} seconds", patience.as_secs()),
            "send it at once",
        ),
    })
}

/// Why a body is not whole.
enum Cut {
    Long,
    Off,
    Slow,
}

/// The frames of a body put together; a single one is not copied.
async fn whole(body: &mut impl Incoming, most: usize) -> Result<Bytes, Cut> {
    let mut first = Bytes::new();
    let mut all = BytesMut::new();
    if body.size_hint().lower() > most as u64 {
        return Err(Cut::Long);
    }
    while let Some(frame) = body.frame().await {
        // Trailers say nothing here.
        let Ok(data) = frame.map_err(|_| Cut::Off)?.into_data() else { continue };
        if first.len() + all.len() + data.len() > most {
            return Err(Cut::Long);
        }
        if first.is_empty() && all.is_empty() {
            first = data;
            continue;
        }
        all.extend_from_slice(&std::mem::take(&mut first));
        all.extend_from_slice(&data);
    }
    Ok(if all.is_empty() { first } else { all.freeze() })
}

/// Reads on for a while, keeping nothing: a caller that still sends would not see the answer.
async fn pass_over(body: &mut impl Incoming, patience: Duration) {
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
    let mut body = Vec::with_capacity(USUAL_ANSWER);
    if serde_json::to_writer(&mut body, value).is_err() {
        body.clear();
    }
    let mut response = Response::new(Body::from(body));
    *response.status_mut() = status;
    let headers = response.headers_mut();
    // With the headers that every answer gets afterwards.
    headers.reserve(6);
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
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

/// Bytes that an answer with one ticket fits into.
const USUAL_ANSWER: usize = 512;

/// Bytes of a body that is too long.
const MOST_PASSED_OVER: usize = 1 << 20;

const HINT: &str = "see /docs for what this request takes";
