//! The OpenAPI document as a page for people: no script, nothing from elsewhere.

use std::fmt::Write as _;

use serde_json::Value;

/// The page.
pub(super) fn render(document: &Value) -> String {
    let mut page = String::new();
    // Writing into a text does not fail.
    let _ = write(&mut page, document);
    page
}

fn write(page: &mut String, document: &Value) -> std::fmt::Result {
    let title = text(&document["info"]["title"]);
    let version = text(&document["info"]["version"]);
    write!(
        page,
        "<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\">\
         <meta name=\"viewport\" content=\"width=device-width\"><title>{title} API</title>\
         <link rel=\"stylesheet\" href=\"/docs.css\"></head><body><header><h1>{title} API</h1>\
         <p>Version {version}. {}</p><p><a href=\"/openapi.json\">OpenAPI document</a> \u{b7} <a href=\"/\">Console</a></p>",
        prose(&document["info"]["description"])
    )?;
    page.push_str("<nav aria-label=\"Contents\"><ul>");
    for tag in list(&document["tags"]) {
        let name = text(&tag["name"]);
        write!(page, "<li><a href=\"#{}\">{name}</a></li>", anchor(&name))?;
    }
    page.push_str("<li><a href=\"#schemas\">Schemas</a></li></ul></nav></header><main>");
    for tag in list(&document["tags"]) {
        let name = text(&tag["name"]);
        write!(
            page,
            "<section id=\"{}\"><h2>{name}</h2><p>{}</p>",
            anchor(&name),
            prose(&tag["description"])
        )?;
        for (path, methods) in entries(&document["paths"]) {
            for (method, operation) in entries(methods) {
                if list(&operation["tags"]).any(|one| one == &tag["name"]) {
                    self::operation(page, method, path, operation)?;
                }
            }
        }
        page.push_str("</section>");
    }
    page.push_str("<section id=\"schemas\"><h2>Schemas</h2>");
    for (name, schema) in entries(&document["components"]["schemas"]) {
        let name = escape(name);
        write!(
            page,
            "<article id=\"schema-{name}\"><h3>{name}</h3><p>{}</p>",
            prose(&schema["description"])
        )?;
        members(page, schema)?;
        page.push_str("</article>");
    }
    page.push_str("</section></main></body></html>\n");
    Ok(())
}

fn operation(page: &mut String, method: &str, path: &str, operation: &Value) -> std::fmt::Result {
    let id = text(&operation["operationId"]);
    let method = escape(&method.to_uppercase());
    write!(
        page,
        "<article id=\"{id}\"><h3><span class=\"method {method}\">{method}</span> <code>{}</code></h3><p>{}</p>",
        escape(path),
        prose(&operation["summary"])
    )?;
    let parameters: Vec<&Value> = list(&operation["parameters"]).collect();
    if !parameters.is_empty() {
        page.push_str("<table><thead><tr><th>Parameter</th><th>In</th><th>Type</th><th>What it is</th></tr></thead><tbody>");
        for parameter in parameters {
            let optional = if parameter["required"] == true { "" } else { " <small>optional</small>" };
            write!(
                page,
                "<tr><td><code>{}</code>{optional}</td><td>{}</td><td>{}</td><td>{}</td></tr>",
                text(&parameter["name"]),
                text(&parameter["in"]),
                kind(&parameter["schema"]),
                prose(&parameter["description"])
            )?;
        }
        page.push_str("</tbody></table>");
    }
    for (_, body) in entries(&operation["requestBody"]["content"]) {
        write!(page, "<p>Body: {}</p>", kind(&body["schema"]))?;
    }
    page.push_str("<table><thead><tr><th>Status</th><th>What it means</th><th>Body</th></tr></thead><tbody>");
    for (status, response) in entries(&operation["responses"]) {
        let body =
            entries(&response["content"]).next().map(|(_, body)| kind(&body["schema"])).unwrap_or_default();
        write!(
            page,
            "<tr><td>{}</td><td>{}</td><td>{body}</td></tr>",
            escape(status),
            prose(&response["description"])
        )?;
    }
    page.push_str("</tbody></table></article>");
    Ok(())
}

/// The members of a schema, or the choices that it has.
fn members(page: &mut String, schema: &Value) -> std::fmt::Result {
    for choice in ["oneOf", "anyOf", "allOf"] {
        for one in list(&schema[choice]) {
            write!(page, "<p>{} {}</p>", kind(one), prose(&one["description"]))?;
            members(page, one)?;
        }
    }
    if let Some(words) = schema["enum"].as_array() {
        let words: Vec<_> = words.iter().map(|word| format!("<code>{}</code>", text(word))).collect();
        write!(page, "<p>One of {}</p>", words.join(", "))?;
    }
    let mut properties = entries(&schema["properties"]).peekable();
    if properties.peek().is_none() {
        return Ok(());
    }
    page.push_str("<table><thead><tr><th>Member</th><th>Type</th><th>What it is</th></tr></thead><tbody>");
    for (name, property) in properties {
        let required = list(&schema["required"]).any(|one| one == name);
        let optional = if required { "" } else { " <small>optional</small>" };
        write!(
            page,
            "<tr><td><code>{}</code>{optional}</td><td>{}</td><td>{}</td></tr>",
            escape(name),
            kind(property),
            prose(&property["description"])
        )?;
    }
    page.push_str("</tbody></table>");
    Ok(())
}

/// What kind of value a schema describes, in a word or a link.
fn kind(schema: &Value) -> String {
    if let Some(name) = schema["$ref"].as_str().and_then(|reference| reference.rsplit('/').next()) {
        let name = escape(name);
        return format!("<a href=\"#schema-{name}\">{name}</a>");
    }
    for choice in ["oneOf", "anyOf", "allOf"] {
        if let Some(choices) = schema[choice].as_array() {
            let kinds: Vec<_> = choices.iter().map(kind).filter(|kind| kind != "null").collect();
            return kinds.join(" or ");
        }
    }
    let word = match &schema["type"] {
        Value::String(word) => word.clone(),
        Value::Array(words) => {
            let words = words.iter().filter_map(Value::as_str).filter(|word| *word != "null");
            words.collect::<Vec<_>>().join(" or ")
        }
        _ => "any".into(),
    };
    if word == "array" {
        return format!("list of {}", kind(&schema["items"]));
    }
    escape(&word)
}

/// A description, with code in backticks as code.
fn prose(value: &Value) -> String {
    let text = escape(value.as_str().unwrap_or_default());
    let pieces = text.split('`').enumerate();
    pieces
        .map(|(at, piece)| if at % 2 == 1 { format!("<code>{piece}</code>") } else { piece.into() })
        .collect()
}

fn text(value: &Value) -> String {
    escape(value.as_str().unwrap_or_default())
}

fn anchor(name: &str) -> String {
    name.to_lowercase().replace(' ', "-")
}

fn list(value: &Value) -> impl Iterator<Item = &Value> {
    value.as_array().into_iter().flatten()
}

fn entries(value: &Value) -> impl Iterator<Item = (&str, &Value)> {
    value.as_object().into_iter().flatten().map(|(name, value)| (name.as_str(), value))
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

pub(super) const STYLE: &str = include_str!("docs.css");
