//! Where a draft stands, as far as rules care.

use crate::guide::Surface;

/// What `where:` in a rule is compared with.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Place {
    /// Host name of the page, without port; empty for files.
    pub host: String,
    /// Surface.
    pub surface: Surface,
    /// Channel, if the guide names one for the host.
    pub channel: Option<String>,
    /// BCP 47 tag of the language the draft is written in, where it is known.
    pub language: Option<String>,
}
