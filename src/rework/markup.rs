//! Clipboard markup that names the AI tool it was copied from. Looks at the names that tools give to elements, classes
//! and attributes, never at text or at where links lead: a text that speaks of a tool or links to it is not its work.

/// What stands in a tag's names or in the values of its `class` and `id`, and whose it is.
const SIGNS: [(&str, &str); 9] = [
    ("data-message-author-role", "ChatGPT"),
    ("data-is-last-node", "ChatGPT"),
    ("chatgpt", "ChatGPT"),
    ("font-claude", "Claude"),
    ("claude-message", "Claude"),
    ("data-path-to-node", "Gemini"),
    ("gemini", "Gemini"),
    ("copilot", "Copilot"),
    ("perplexity", "Perplexity"),
];

/// The tool that markup names, if it names one.
///
/// ```
/// use housestyle::rework::markup_names;
/// assert_eq!(markup_names("<p data-start=\"0\" data-is-last-node=\"\">"), Some("ChatGPT"));
/// assert_eq!(markup_names("<p class='font-claude-response-body'>"), Some("Claude"));
/// assert_eq!(markup_names("<a href=\"https://chatgpt.com/\" title=\"gemini\">ChatGPT</a>"), None);
/// ```
pub fn markup_names(markup: &str) -> Option<&'static str> {
    let tags = markup.split('<').skip(1).map(|rest| rest.split_once('>').map_or(rest, |(tag, _)| tag));
    tags.flat_map(names).find_map(|name| {
        let name = name.to_ascii_lowercase();
        SIGNS.iter().find(|(sign, _)| name.contains(sign)).map(|(_, tool)| *tool)
    })
}

/// The names in a tag: attributes', and the values of those that hold names.
fn names(tag: &str) -> Vec<&str> {
    let mut names = Vec::new();
    let mut rest = tag.split_once(|c: char| c.is_ascii_whitespace()).map_or("", |(_, rest)| rest);
    loop {
        rest = rest.trim_start_matches(|c: char| c.is_ascii_whitespace() || c == '/');
        if rest.is_empty() {
            return names;
        }
        let end = rest.find(|c: char| c == '=' || c == '/' || c.is_ascii_whitespace()).unwrap_or(rest.len());
        if end == 0 {
            rest = &rest[1..];
            continue;
        }
        let (name, after) = rest.split_at(end);
        names.push(name);
        rest = after;
        let Some(value) = after.strip_prefix('=') else { continue };
        let (value, after) = match value.chars().next() {
            Some(quote @ ('"' | '\'')) => value[1..].split_once(quote).unwrap_or((&value[1..], "")),
            _ => value.split_at(value.find(|c: char| c.is_ascii_whitespace()).unwrap_or(value.len())),
        };
        if name.eq_ignore_ascii_case("class") || name.eq_ignore_ascii_case("id") {
            names.push(value);
        }
        rest = after;
    }
}
