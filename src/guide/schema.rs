//! The guide format as JSON Schema, so that editors complete and check guides while they are written. Made from the
//! same table the validator works by; never written by hand. Host only.

use super::format::GUIDE;
use super::shape::{Empty, Field, Record, Shape};
use serde_json::{Map, Value, json};

/// The JSON Schema (draft 2020-12) of a guide.
pub fn schema() -> Value {
    let mut definitions = Map::new();
    let mut root = record(&GUIDE, &mut definitions);
    let head = json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Housestyle guide",
    });
    let root = root.as_object_mut().expect("a record is an object");
    let mut all = head.as_object().expect("written above as an object").clone();
    all.append(root);
    all.insert("$defs".to_owned(), Value::Object(definitions));
    Value::Object(all)
}

fn record(record: &Record, definitions: &mut Map<String, Value>) -> Value {
    let mut properties = Map::new();
    for field in record.fields {
        properties.insert(field.name.to_owned(), property(field, definitions));
    }
    let required: Vec<&str> = record.fields.iter().filter(|field| field.required).map(|field| field.name).collect();
    let mut schema = json!({
        "description": record.doc,
        "type": "object",
        "additionalProperties": false,
        "properties": properties,
    });
    if !required.is_empty() {
        schema["required"] = json!(required);
    }
    if !record.one_of.is_empty() {
        schema["oneOf"] = record.one_of.iter().map(|name| json!({"required": [name]})).collect();
    }
    if !record.together.is_empty() {
        let pairs = record.together.iter().flat_map(|(one, other)| [(one, other), (other, one)]);
        schema["dependentRequired"] = pairs.map(|(there, needed)| (there.to_string(), json!([needed]))).collect();
    }
    if !record.exactly_when.is_empty() {
        let rule = |(field, other, word): &(&str, &str, &str)| {
            json!({
                "if": {"properties": {*other: {"const": word}}, "required": [other]},
                "then": {"required": [field]},
                "else": {"not": {"required": [field]}},
            })
        };
        schema["allOf"] = record.exactly_when.iter().map(rule).collect();
    }
    schema
}

fn property(field: &Field, definitions: &mut Map<String, Value>) -> Value {
    let mut schema = shape(&field.shape, definitions);
    schema["description"] = json!(field.doc);
    schema
}

fn shape(of: &Shape, definitions: &mut Map<String, Value>) -> Value {
    match of {
        Shape::FormatVersion(version) => json!({"const": version}),
        Shape::Text => json!({"type": "string", "pattern": r"\S"}),
        Shape::Wording => json!({"type": "string"}),
        Shape::Label => json!({"type": ["string", "number"]}),
        Shape::Flag => json!({"type": "boolean"}),
        Shape::Choice(words) => json!({"enum": words}),
        Shape::Number(number) => {
            let kind = if number.whole { "integer" } else { "number" };
            // Whole bounds without a decimal point.
            let bound = |value: f64| if value.fract() == 0.0 { json!(value as i64) } else { json!(value) };
            json!({"type": kind, "minimum": bound(number.least), "maximum": bound(number.most)})
        }
        Shape::OneOf(choices) => {
            let ways: Vec<Value> = choices.shapes.iter().map(|way| shape(way, definitions)).collect();
            json!({"anyOf": ways})
        }
        Shape::Form(form) => {
            let mut schema = json!({"type": "string", "examples": form.examples});
            if let Some(pattern) = form.pattern {
                schema["pattern"] = json!(pattern);
            }
            schema
        }
        Shape::List(item, empty) => {
            let mut schema = json!({"type": "array", "items": shape(item, definitions)});
            if *empty == Empty::Wrong {
                schema["minItems"] = json!(1);
            }
            schema
        }
        Shape::OneOrMany(item) => {
            let item = shape(item, definitions);
            json!({"anyOf": [item, {"type": "array", "items": item, "minItems": 1}]})
        }
        Shape::Nullable(inner) => json!({"anyOf": [shape(inner, definitions), {"type": "null"}]}),
        Shape::Map(names, inner) => {
            let mut schema =
                json!({"type": "object", "minProperties": 1, "additionalProperties": shape(inner, definitions)});
            if let Some(pattern) = names.and_then(|form| form.pattern) {
                schema["propertyNames"] = json!({"pattern": pattern});
            }
            schema
        }
        Shape::Record(of) => {
            if !definitions.contains_key(of.name) {
                let schema = record(of, definitions);
                definitions.insert(of.name.to_owned(), schema);
            }
            json!({"$ref": format!("#/$defs/{}", of.name)})
        }
    }
}
