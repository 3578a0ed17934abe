//! What the person or policy has chosen. Kept by the browser between runs; never part of the log.

use super::keeping::Policy;
use super::organisation_guide::OrganisationGuide;
use crate::rework::LONGEST_GAP_MS;
use serde::{Deserialize, Serialize};

/// The person's choices and this installation's name.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Settings {
    /// Random id of this installation; also the key of every fingerprint.
    pub installation: String,
    /// Id of the built-in guide in force; none when a loaded one is.
    pub built_in: Option<String>,
    /// File name of the loaded guide in force.
    pub file: Option<String>,
    /// The organisation's guide; while there is one it is in force, and the two above are what holds again after it.
    pub organisation_guide: Option<OrganisationGuide>,
    /// Where it was asked for last, and when (epoch milliseconds).
    pub guide_asked: Option<(String, u64)>,
    /// Hosts that are switched off.
    pub off_sites: Vec<String>,
    /// Epoch milliseconds until which everything is paused; 0 when nothing is.
    pub paused_until: u64,
    /// Whether flagged text is kept in the log.
    pub quotes: bool,
    /// A gap between edits that is longer is a pause, in milliseconds; 0 stands for [`LONGEST_GAP_MS`].
    pub touch_gap_ms: u64,
    /// Days that events are kept; none keeps them for good.
    pub keep_days: Option<u32>,
    /// Megabytes of events that are kept, the newest; none keeps all.
    pub keep_megabytes: Option<u32>,
    /// Address of the OTLP collector that the log is posted to; none posts it nowhere.
    pub collector: Option<String>,
    /// The limits and the name that the organisation had set when the browser said so last: what is expected at the next start.
    pub last_policy: Policy,
    /// What the organisation has set. Asked for at each start.
    #[serde(skip)]
    pub policy: Policy,
}

impl Settings {
    /// A gap between edits that is longer is a pause and no touch time.
    pub fn touch_gap(&self) -> u64 {
        if self.touch_gap_ms == 0 { LONGEST_GAP_MS } else { self.touch_gap_ms }
    }

    /// Whether a site is switched off.
    pub fn is_off(&self, site: &str) -> bool {
        self.off_sites.iter().any(|off| off == site)
    }
}
