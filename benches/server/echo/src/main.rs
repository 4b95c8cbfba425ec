//! Answers each request with its own body and as many spaces as make it as long as asked: what the
//! HTTP stack of `usersig serve` costs by itself.
//!
//! Bounds on time and size are those that the service has by default; the head of the answer has as
//! many bytes as the service's. Usage: `usersig-server-echo PORT`, then `POST /echo/{bytes}`.

use std::convert::Infallible;
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::extract::Path;
use axum::http::{HeaderName, Request, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::post;
use bytes::Bytes;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::net::{TcpListener, TcpStream};
use tower_service::Service as _;

type Fault = Box<dyn std::error::Error>;

fn main() -> Result<(), Fault> {
    let port: u16 = std::env::args().nth(1).ok_or("usage: usersig-server-echo PORT")?.parse()?;
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    runtime.block_on(async {
        let listener = TcpListener::bind(("127.0.0.1", port)).await?;
        let router = Router::new().route("/echo/{bytes}", post(echo));
        loop {
            let (stream, _) = listener.accept().await?;
            stream.set_nodelay(true)?;
            tokio::spawn(serve(stream, router.clone()));
        }
    })
}

async fn serve(stream: TcpStream, router: Router) {
    let mut builder = http1::Builder::new();
    builder
        .timer(TokioTimer::new())
        .header_read_timeout(Duration::from_secs(20))
        .max_buf_size(16_384)
        .max_headers(100);
    let service = service_fn(move |request: Request<Incoming>| {
        let mut router = router.clone();
        async move { Ok::<_, Infallible>(answer(&mut router, request).await) }
    });
    // How a connection ends is of no interest here.
    let _ = builder.serve_connection(TokioIo::new(stream), service).await;
}

async fn answer(router: &mut Router, request: Request<Incoming>) -> Response {
    match router.call(request.map(Body::new)).await {
        Ok(response) => response,
        Err(never) => match never {},
    }
}

async fn echo(Path(length): Path<usize>, body: Bytes) -> Response {
    let mut answer = body.to_vec();
    answer.resize(length, b' ');
    let headers = [
        (header::CONTENT_TYPE, "application/json"),
        (header::CACHE_CONTROL, "no-store"),
        (HeaderName::from_static("x-request-id"), "00000000-000000000"),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    ];
    (StatusCode::OK, headers, answer).into_response()
}
