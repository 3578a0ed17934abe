-- The scorecard in ClickHouse: loads exported logs, keeps each event once, and computes every number of the scorecard
-- from views, under the names and by the definitions of `housestyle score`. Never changes an event.
--
--   Put the path of the logs in place of {files}, as 'exports/*.jsonl' (JSON Lines; Parquet's timestamps would lose their
--   milliseconds here), and run the script; a file may come twice, and the script too. Then: SELECT * FROM scorecard;
--
-- A span, the present and a rate: TRUNCATE TABLE settings; INSERT INTO settings VALUES (from, to, now, rate);
-- Within an installation, `seq` gives the order; times are epoch milliseconds, UTC.

-- Tables ------------------------------------------------------------------------------------------------------------

-- One row an id: rows with the same one are one row when they are merged, and whenever they are read with FINAL.
CREATE TABLE IF NOT EXISTS log (
    "id" String,
    "seq" Int64,
    "at" Int64,
    "offset" Int64,
    "installation" String,
    "person" Nullable(String),
    "guide" String,
    "guide_version" String,
    "host" String,
    "surface" String,
    "channel" Nullable(String),
    "draft" String,
    "kind" String,
    "characters" Nullable(Int64),
    "words" Nullable(Int64),
    "open_flags" Nullable(Int64),
    "origin" Nullable(String),
    "began" Nullable(Int64),
    "inserted" Nullable(Int64),
    "deleted" Nullable(Int64),
    "keystrokes" Nullable(Int64),
    "pauses" Nullable(Int64),
    "active_ms" Nullable(Int64),
    "in_ai" Nullable(Int64),
    "flag" Nullable(Int64),
    "rule" Nullable(String),
    "owner" Nullable(String),
    "verdict" Nullable(String),
    "severity" Nullable(String),
    "length" Nullable(Int64),
    "fingerprint" Nullable(String),
    "quote" Nullable(String),
    "how" Nullable(String),
    "open_ms" Nullable(Int64),
    "reason" Nullable(String),
    "whole_rule" Nullable(Bool),
    "choice" Nullable(Int64),
    "module" Nullable(String),
    "route" Nullable(String),
    "respond_due" Nullable(Int64),
    "resolve_due" Nullable(Int64),
    "generation" Nullable(Int64),
    "tool" Nullable(String),
    "evidence" Nullable(String),
    "iteration" Nullable(Int64),
    "replaces" Nullable(Int64),
    "escalation" Nullable(String),
    "decision" Nullable(String),
    "words_given" Nullable(Int64),
    "words_now" Nullable(Int64),
    "retained" Nullable(Int64),
    "insertions" Nullable(Int64),
    "deletions" Nullable(Int64),
    "substitutions" Nullable(Int64),
    "shifts" Nullable(Int64),
    "reference_words" Nullable(Int64),
    "hter" Nullable(Float64),
    "touch_ms" Nullable(Int64),
    "elapsed_ms" Nullable(Int64),
    "saved_minutes" Nullable(Int64),
    "dropped" Nullable(String),
    "count" Nullable(Int64),
    "from_seq" Nullable(Int64),
    "to_seq" Nullable(Int64),
    "logged_by" Nullable(String),
    "why" Nullable(String),
    "from_at" Nullable(Int64),
    "to_at" Nullable(Int64),
    "set_by" Nullable(String),
    "characters_given" Nullable(Int64),
    "characters_now" Nullable(Int64),
    "p_bursts" Nullable(Int64),
    "r_bursts" Nullable(Int64),
    "product_process" Nullable(Float64)
) ENGINE = ReplacingMergeTree ORDER BY id;
-- What came since the first version, where an older one made the table. An event that is there already stays as that
-- version read it: to read all of it anew, DROP TABLE log first.
ALTER TABLE log
    ADD COLUMN IF NOT EXISTS "from_at" Nullable(Int64),
    ADD COLUMN IF NOT EXISTS "to_at" Nullable(Int64),
    ADD COLUMN IF NOT EXISTS "set_by" Nullable(String),
    ADD COLUMN IF NOT EXISTS "characters_given" Nullable(Int64),
    ADD COLUMN IF NOT EXISTS "characters_now" Nullable(Int64),
    ADD COLUMN IF NOT EXISTS "p_bursts" Nullable(Int64),
    ADD COLUMN IF NOT EXISTS "r_bursts" Nullable(Int64),
    ADD COLUMN IF NOT EXISTS "product_process" Nullable(Float64);

-- One row. Nulls are: all there is, no present, no rate.
CREATE TABLE IF NOT EXISTS settings (
    from_ms Nullable(Int64), to_ms Nullable(Int64), now_ms Nullable(Int64), rate_hundredths Nullable(Int64)
) ENGINE = MergeTree ORDER BY tuple();
INSERT INTO settings SELECT NULL, NULL, NULL, NULL WHERE (SELECT count() FROM settings) = 0;

-- Load: an event whose id is there already is left as it is ----------------------------------------------------------

INSERT INTO log
SELECT * FROM file('{files}', JSONEachRow, '
    "id" String, "seq" Int64, "at" Int64, "offset" Int64, "installation" String, "person" Nullable(String),
    "guide" String, "guide_version" String, "host" String, "surface" String, "channel" Nullable(String),
    "draft" String, "kind" String, "characters" Nullable(Int64), "words" Nullable(Int64),
    "open_flags" Nullable(Int64), "origin" Nullable(String), "began" Nullable(Int64), "inserted" Nullable(Int64),
    "deleted" Nullable(Int64), "keystrokes" Nullable(Int64), "pauses" Nullable(Int64), "active_ms" Nullable(Int64),
    "in_ai" Nullable(Int64), "flag" Nullable(Int64), "rule" Nullable(String), "owner" Nullable(String),
    "verdict" Nullable(String), "severity" Nullable(String), "length" Nullable(Int64),
    "fingerprint" Nullable(String), "quote" Nullable(String), "how" Nullable(String), "open_ms" Nullable(Int64),
    "reason" Nullable(String), "whole_rule" Nullable(Bool), "choice" Nullable(Int64), "module" Nullable(String),
    "route" Nullable(String), "respond_due" Nullable(Int64), "resolve_due" Nullable(Int64),
    "generation" Nullable(Int64), "tool" Nullable(String), "evidence" Nullable(String), "iteration" Nullable(Int64),
    "replaces" Nullable(Int64), "escalation" Nullable(String), "decision" Nullable(String),
    "words_given" Nullable(Int64), "words_now" Nullable(Int64), "retained" Nullable(Int64),
    "insertions" Nullable(Int64), "deletions" Nullable(Int64), "substitutions" Nullable(Int64),
    "shifts" Nullable(Int64), "reference_words" Nullable(Int64), "hter" Nullable(Float64),
    "touch_ms" Nullable(Int64), "elapsed_ms" Nullable(Int64), "saved_minutes" Nullable(Int64),
    "dropped" Nullable(String), "count" Nullable(Int64), "from_seq" Nullable(Int64), "to_seq" Nullable(Int64),
    "logged_by" Nullable(String), "why" Nullable(String), "from_at" Nullable(Int64), "to_at" Nullable(Int64),
    "set_by" Nullable(String), "characters_given" Nullable(Int64), "characters_now" Nullable(Int64),
    "p_bursts" Nullable(Int64), "r_bursts" Nullable(Int64), "product_process" Nullable(Float64)
') WHERE id NOT IN (SELECT id FROM log) SETTINGS input_format_skip_unknown_fields = 1;

-- Those that came twice at once become one row now, and not each time somebody asks. Where nothing came, nothing is done.
OPTIMIZE TABLE log FINAL SETTINGS optimize_skip_merged_partitions = 1;

-- Facts -------------------------------------------------------------------------------------------------------------

CREATE OR REPLACE VIEW events AS
SELECT
    log.*,
    intDiv("at" + "offset" * 60000, 86400000) AS local_day,
    draft <> '' AND kind NOT IN ('hours_saved', 'dropped', 'escalation_acknowledged', 'escalation_decided', 'escalation_withdrawn') AS of_draft,
    kind = 'revision' AND origin <> 'ai' AND (origin <> 'unknown' OR keystrokes > 0) AS is_touch,
    kind = 'flag_raised' AND severity IN ('warning', 'error') AS is_serious,
    -- A prompt is effort, not a deliverable: it does not ship, and what goes into it is not the rework of AI text.
    kind = 'generation' AND surface <> 'prompt' AS brings_ai,
    kind = 'shipped' AND surface <> 'prompt' AS ships
FROM log FINAL CROSS JOIN settings
WHERE (from_ms IS NULL OR "at" >= from_ms) AND (to_ms IS NULL OR "at" < to_ms);

-- Who logged: the person where policy names one, else the installation. What an installation logged before it named anybody
-- is of the person it named; of several, the first by name.
CREATE OR REPLACE VIEW people AS
SELECT installation, person, coalesce(person, min(person) OVER (PARTITION BY installation), installation) AS who
FROM (SELECT DISTINCT installation, person FROM events);

-- One row a draft: its first event, its size as last counted, its touch, first generation and first shipping.
CREATE OR REPLACE VIEW drafts AS
SELECT
    installation, draft,
    argMin("at", seq) AS first_at,
    argMaxOrNullIf(events.words, seq, kind IN ('draft_opened', 'draft_closed', 'checked_clean', 'shipped')) AS words,
    coalesce(sumOrNullIf(active_ms, is_touch), 0) AS touch_ms,
    minOrNullIf(seq, brings_ai) AS first_generation,
    argMinOrNullIf("at", seq, brings_ai) AS first_generation_at,
    minOrNullIf(seq, ships) AS shipped,
    argMinOrNullIf("at", seq, ships) AS shipped_at,
    argMinOrNullIf(local_day, seq, ships) AS shipped_day
FROM events WHERE of_draft
GROUP BY installation, draft;

-- One row a draft with AI text: what happened after its first generation.
CREATE OR REPLACE VIEW ai_drafts AS
SELECT
    *,
    before_shipping > 0 AS shipped_with_ai,
    before_shipping > 0 AND coalesce(first_serious >= least(coalesce(second_generation, shipped), shipped), true)
        AS passed_first,
    clean_at IS NOT NULL OR first_serious IS NULL AS came_clean
FROM (
    SELECT
        drafts.installation, drafts.draft, first_generation, first_generation_at, shipped, shipped_at, shipped_day,
        minOrNullIf(seq, brings_ai AND seq > first_generation) AS second_generation,
        countIf(brings_ai AND seq < shipped) AS before_shipping,
        minOrNullIf(seq, is_serious AND seq >= first_generation) AS first_serious,
        argMinOrNullIf("at", seq, kind = 'checked_clean' AND seq > first_generation) AS clean_at
    FROM drafts JOIN events USING (installation, draft)
    WHERE first_generation IS NOT NULL AND kind IN ('generation', 'flag_raised', 'checked_clean')
    GROUP BY ALL
);

-- One row a flag.
CREATE OR REPLACE VIEW flags AS
WITH seen AS (
    SELECT
        installation, draft, flag,
        min(events.rule) AS rule,
        minOrNullIf(seq, kind = 'flag_raised') AS raised,
        max(kind <> 'flag_raised') AS ended
    FROM events WHERE of_draft AND kind IN ('flag_raised', 'flag_resolved', 'flag_dismissed')
    GROUP BY installation, draft, flag
), silenced AS (
    SELECT installation, draft, rule, max(seq) AS silenced
    FROM events WHERE of_draft AND kind = 'flag_dismissed' AND whole_rule
    GROUP BY installation, draft, rule
)
SELECT
    seen.*,
    CASE WHEN ended THEN 'ended' WHEN silenced > raised THEN 'silenced' ELSE 'open' END AS standing
FROM seen LEFT JOIN silenced USING (installation, draft, rule)
WHERE raised IS NOT NULL;

-- Each draft's touch time, shared out evenly among its flags, in whole milliseconds.
CREATE OR REPLACE VIEW rule_costs AS
WITH shares AS (SELECT installation, draft, rule, count(*) AS of_rule FROM flags GROUP BY ALL)
SELECT rule, sumOrNull(intDiv(touch_ms * of_rule, of_all)) AS cost_ms
FROM (SELECT *, sumOrNull(of_rule) OVER (PARTITION BY installation, draft) AS of_all FROM shares) AS counted
JOIN drafts USING (installation, draft)
GROUP BY rule;

-- One row a rule.
CREATE OR REPLACE VIEW rules AS
SELECT
    rule, flags, dismissed, ended_by_hand,
    coalesce(stood.open, 0) AS open, coalesce(stood.silenced, 0) AS silenced,
    coalesce(rule_costs.cost_ms, 0) AS cost_ms
FROM (
    SELECT
        rule,
        countIf(kind = 'flag_raised') AS flags,
        countIf(kind = 'flag_dismissed') AS dismissed,
        countIf(kind = 'flag_dismissed' OR kind = 'flag_resolved' AND how <> 'guide_changed') AS ended_by_hand
    FROM events WHERE kind IN ('flag_raised', 'flag_resolved', 'flag_dismissed')
    GROUP BY rule
) AS counted LEFT JOIN (
    SELECT
        rule,
        countIf(standing = 'open') AS open,
        countIf(standing = 'silenced') AS silenced
    FROM flags GROUP BY rule
) AS stood USING (rule) LEFT JOIN rule_costs USING (rule);

-- The latest measure of each generation.
CREATE OR REPLACE VIEW effort AS
SELECT *, insertions + deletions + substitutions + shifts AS edits
FROM events WHERE of_draft AND kind = 'effort' AND surface <> 'prompt'
QUALIFY row_number() OVER (PARTITION BY installation, draft, generation ORDER BY seq DESC) = 1;

-- One row an escalation that was seen to be opened; answers come from any installation.
CREATE OR REPLACE VIEW escalations AS
WITH answers AS (
    SELECT
        escalation,
        minOrNullIf("at", kind = 'escalation_acknowledged') AS acknowledged,
        minOrNullIf("at", kind = 'escalation_decided') AS decided,
        argMaxOrNullIf(events.decision, ("at", id), kind = 'escalation_decided') AS decision,
        minOrNullIf("at", kind = 'escalation_withdrawn') AS withdrawn
    FROM events WHERE escalation IS NOT NULL
    GROUP BY escalation
), joined AS (
    SELECT
        id, route, "at" AS opened, respond_due, resolve_due, decided, answers.decision AS decision, withdrawn, now_ms,
        least(acknowledged, decided) AS answered,
        coalesce(withdrawn, now_ms) AS given_up
    FROM events LEFT JOIN answers ON id = answers.escalation, settings
    WHERE kind = 'escalation_opened'
)
SELECT
    *,
    decided IS NULL AND withdrawn IS NULL AS is_open,
    decided IS NULL AND withdrawn IS NULL
        AND (coalesce(resolve_due < now_ms, false) OR answered IS NULL AND coalesce(respond_due < now_ms, false))
        AS is_overdue,
    CASE
        WHEN respond_due IS NULL THEN 'open' WHEN answered <= respond_due THEN 'met'
        WHEN answered > respond_due OR given_up > respond_due THEN 'missed' ELSE 'open'
    END AS response,
    CASE
        WHEN resolve_due IS NULL THEN 'open' WHEN decided <= resolve_due THEN 'met'
        WHEN decided > resolve_due OR given_up > resolve_due THEN 'missed' ELSE 'open'
    END AS resolution
FROM joined;

-- Positions that are missing: those that no event has, and of them those that no retention record explains.
CREATE OR REPLACE VIEW missing_positions AS
WITH ranges AS (
    SELECT installation, seq AS low, seq AS high FROM log WHERE seq > 0
    UNION ALL
    SELECT coalesce(logged_by, installation), from_seq, to_seq FROM log WHERE kind = 'dropped' AND from_seq <= to_seq
), followed AS (
    SELECT
        installation, low,
        coalesce(max(high) OVER (
            PARTITION BY installation ORDER BY low, high ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
        ), 0) AS reached
    FROM ranges
)
SELECT installation, reached + 1 AS from_seq, low - 1 AS to_seq
FROM followed WHERE low > reached + 1;

CREATE OR REPLACE VIEW position_counts AS
SELECT
    coalesce((SELECT sumOrNull(to_seq - from_seq + 1) FROM missing_positions), 0) AS missing,
    (SELECT coalesce(sumOrNull(highest - seen), 0) FROM (
        SELECT installation, max(ends.highest) AS highest, sumOrNull(ends.seen) AS seen FROM (
            SELECT installation, max(seq) AS highest, count(DISTINCT seq) AS seen
            FROM log WHERE seq > 0 GROUP BY installation
            UNION ALL
            SELECT coalesce(logged_by, installation), max(to_seq), 0
            FROM log WHERE kind = 'dropped' AND from_seq <= to_seq GROUP BY 1
        ) AS ends GROUP BY installation
    )) AS absent;

-- Durations of which the scorecard tells the median and the time of nine in ten.
CREATE OR REPLACE VIEW durations AS
SELECT 'elapsed' AS name, '' AS key, greatest(shipped_at - first_at, 0) AS ms FROM drafts WHERE shipped IS NOT NULL
UNION ALL
SELECT 'to_clean', '', greatest(clean_at - first_generation_at, 0) FROM ai_drafts WHERE clean_at IS NOT NULL
UNION ALL
SELECT 'to_shipped', '', greatest(shipped_at - first_generation_at, 0) FROM ai_drafts WHERE shipped_with_ai
UNION ALL
SELECT 'resolve', '', open_ms FROM events WHERE kind = 'flag_resolved'
UNION ALL
SELECT 'rule_resolve', rule, open_ms FROM events WHERE kind = 'flag_resolved'
UNION ALL
SELECT 'acknowledge', '', greatest(answered - opened, 0) FROM escalations WHERE answered IS NOT NULL
UNION ALL
SELECT 'route_acknowledge', route, greatest(answered - opened, 0) FROM escalations WHERE answered IS NOT NULL
UNION ALL
SELECT 'decide', '', greatest(decided - opened, 0) FROM escalations WHERE decided IS NOT NULL
UNION ALL
SELECT 'route_decide', route, greatest(decided - opened, 0) FROM escalations WHERE decided IS NOT NULL;

-- Nearest rank, as the median (50) and nine in ten (90). Where there is no duration, the percentile is null.
CREATE OR REPLACE VIEW percentiles AS
WITH ranked AS (
    SELECT
        *, row_number() OVER (PARTITION BY name, key ORDER BY ms) AS rank, count(*) OVER (PARTITION BY name, key) AS n
    FROM durations
), wanted AS (
    SELECT arrayJoin(['elapsed', 'to_clean', 'to_shipped', 'resolve', 'acknowledge', 'decide']) AS name, '' AS key
    UNION ALL
    SELECT 'rule_resolve', rule FROM rules
    UNION ALL
    SELECT DISTINCT arrayJoin(['route_acknowledge', 'route_decide']), route FROM escalations
)
SELECT wanted.name || '_p' || percent AS name, wanted.key AS key, ms
FROM wanted CROSS JOIN (SELECT arrayJoin([50, 90]) AS percent) AS percents
LEFT JOIN ranked
    ON ranked.name = wanted.name AND ranked.key = wanted.key AND rank = intDiv(n * percent + 99, 100);

-- What is told by day and by week. A week is named by its Monday; day 0, 1970-01-01, was a Thursday.
CREATE OR REPLACE VIEW daily AS
WITH counted AS (
    SELECT
        local_day,
        coalesce(sumOrNullIf(active_ms, is_touch), 0) AS touch,
        countIf(kind = 'generation') AS generations,
        countIf(kind = 'flag_raised') AS flags,
        countIf(kind = 'flag_resolved') AS resolved,
        countIf(kind = 'flag_dismissed') AS dismissed,
        countIf(kind = 'escalation_opened') AS escalations
    FROM events GROUP BY local_day
), shipments AS (
    SELECT
        shipped_day AS local_day, count(*) AS shipped,
        countIf(passed_first) AS passed, countIf(shipped_with_ai) AS with_ai
    FROM drafts LEFT JOIN ai_drafts USING (installation, draft, shipped_day)
    WHERE shipped_day IS NOT NULL GROUP BY shipped_day
), measured AS (
    SELECT
        local_day, sumOrNull(effort.edits) AS edits, sumOrNull(effort.reference_words) AS reference_words,
        sumOrNull(effort.retained) AS retained,
        sumOrNullIf(words_given, effort.retained IS NOT NULL) AS given
    FROM effort GROUP BY local_day
)
SELECT * FROM counted LEFT JOIN shipments USING (local_day) LEFT JOIN measured USING (local_day);

CREATE OR REPLACE VIEW periods AS
SELECT 'day' AS name, local_day AS day, * EXCEPT (local_day) FROM daily
UNION ALL
SELECT
    'week', intDiv(local_day + 3, 7) * 7 - 3, sumOrNull(touch), sumOrNull(generations), sumOrNull(flags), sumOrNull(resolved), sumOrNull(dismissed),
    sumOrNull(escalations), sumOrNull(shipped), sumOrNull(passed), sumOrNull(with_ai), sumOrNull(edits), sumOrNull(reference_words), sumOrNull(retained),
    sumOrNull(given)
FROM daily GROUP BY 2;

-- Numbers -----------------------------------------------------------------------------------------------------------

-- Every number as whole numbers: `amount`, and for a ratio what it is divided by. Null is unknown. Each fact is looked at
-- once, and its row taken apart into numbers.
CREATE OR REPLACE VIEW numbers AS
SELECT name, '' AS key, '' AS part, amount, "of"
FROM (
    SELECT
        toInt64(count(*)) AS events, toInt64((SELECT count(DISTINCT who) FROM people)) AS people,
        toInt64(countIf(kind = 'revision')) AS revisions,
        CASE WHEN revisions > 0 THEN coalesce(sumOrNullIf(active_ms, is_touch), 0) END AS touch,
        sumOrNullIf(events.inserted, kind = 'revision') AS inserted,
        sumOrNullIf(events.deleted, kind = 'revision') AS deleted,
        sumOrNullIf(in_ai, kind = 'revision') AS in_ai,
        toInt64(countIf(kind = 'shipped' AND surface = 'prompt')) AS prompts_sent,
        CASE WHEN revisions > 0 THEN coalesce(sumOrNullIf(active_ms, is_touch AND surface = 'prompt'), 0) END AS prompt_touch,
        toInt64(countIf(kind = 'generation')) AS generations,
        coalesce(sumOrNullIf(words, kind = 'generation'), 0) AS generated_words,
        coalesce(sumOrNullIf(characters, kind = 'generation'), 0) AS generated_characters,
        toInt64(countIf(kind = 'generation' AND replaces IS NOT NULL)) AS replacing,
        toInt64(countIf(kind = 'checked_clean')) AS qa_passes,
        sumOrNull(saved_minutes) AS saved
    FROM events
) AS e CROSS JOIN settings
ARRAY JOIN
    [
        'people', 'events', 'touch', 'inserted', 'deleted', 'changed_in_ai', 'generations', 'generated_words',
        'generated_characters', 'replacing', 'qa_passes', 'saved', 'rework_cost', 'saved_value', 'prompts_sent',
        'prompt_touch'
    ] AS name,
    CAST([
        people, events, touch, inserted, deleted, in_ai, generations, generated_words, generated_characters,
        replacing, qa_passes, saved, touch * rate_hundredths, saved * rate_hundredths, prompts_sent, prompt_touch
    ] AS Array(Nullable(Int64))) AS amount,
    CAST([
        NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, generations, NULL, NULL,
        if(isNull(touch * rate_hundredths), NULL, 360000000), if(isNull(saved * rate_hundredths), NULL, 6000), NULL, NULL
    ] AS Array(Nullable(Int64))) AS "of"
UNION ALL
SELECT 'bursts' AS name, '' AS key, 'p' AS part, sumOrNullIf(p_bursts, kind = 'revision') AS amount, NULL AS "of" FROM events
UNION ALL
SELECT 'bursts' AS name, '' AS key, 'r' AS part, sumOrNullIf(r_bursts, kind = 'revision') AS amount, NULL AS "of" FROM events
UNION ALL
SELECT 'missing' AS name, '' AS key, '' AS part, missing AS amount, NULL AS "of" FROM position_counts
UNION ALL
SELECT 'dropped', '', '', absent - missing, NULL FROM position_counts
UNION ALL
SELECT name, '' AS key, '' AS part, amount, "of"
FROM (
    SELECT
        toInt64(count(*)) AS drafts, sumOrNull(drafts.words) AS words, toInt64(count(drafts.shipped)) AS shipped,
        coalesce(sumOrNullIf(touch_ms, drafts.shipped IS NOT NULL), 0) AS shipped_touch
    FROM drafts
) AS d
ARRAY JOIN
    [
        'drafts', 'words', 'shipped', 'touch_per_shipped'
    ] AS name,
    CAST([
        drafts, words, shipped, shipped_touch
    ] AS Array(Nullable(Int64))) AS amount,
    CAST([
        NULL, NULL, NULL, shipped
    ] AS Array(Nullable(Int64))) AS "of"
UNION ALL
SELECT name, '' AS key, part AS part, amount, "of"
FROM (
    SELECT
        toInt64(count(*)) AS generated, toInt64(countIf(came_clean)) AS clean, toInt64(countIf(shipped_with_ai)) AS shipped,
        toInt64(countIf(came_clean AND shipped_with_ai)) AS shipped_clean,
        toInt64(countIf(passed_first)) AS passed,
        coalesce(sumOrNullIf(ai_drafts.before_shipping, shipped_with_ai), 0) AS before_shipping
    FROM ai_drafts
) AS a
ARRAY JOIN
    [
        'iterations', 'first_pass', 'funnel', 'funnel', 'funnel', 'funnel'
    ] AS name,
    [
        '', '', 'generated', 'clean', 'shipped', 'shipped_clean'
    ] AS part,
    CAST([
        before_shipping, passed, generated, clean, shipped, shipped_clean
    ] AS Array(Nullable(Int64))) AS amount,
    CAST([
        shipped, shipped, NULL, NULL, NULL, NULL
    ] AS Array(Nullable(Int64))) AS "of"
UNION ALL
SELECT name, '' AS key, part AS part, amount, "of"
FROM (
    SELECT
        coalesce(sumOrNull(effort.edits), 0) AS edits, coalesce(sumOrNull(effort.reference_words), 0) AS reference_words,
        sumOrNull(effort.insertions) AS insertions, sumOrNull(effort.deletions) AS deletions, sumOrNull(effort.substitutions) AS substitutions,
        sumOrNull(effort.shifts) AS shifts, coalesce(sumOrNull(effort.retained), 0) AS retained,
        coalesce(sumOrNullIf(words_given, effort.retained IS NOT NULL), 0) AS given,
        coalesce(sumOrNull(touch_ms), 0) AS touch, toInt64(count(*)) AS measured,
        sumOrNull(effort.inserted) AS inserted, sumOrNull(effort.deleted) AS deleted,
        sumOrNull(effort.p_bursts) AS p_bursts, sumOrNull(effort.r_bursts) AS r_bursts,
        coalesce(sumOrNull(effort.characters_now), 0) AS characters_now,
        coalesce(sumOrNull(effort.characters_given + effort.inserted), 0) AS produced
    FROM effort
) AS m
ARRAY JOIN
    [
        'hter', 'retention', 'generation_touch', 'ter_edits', 'ter_edits', 'ter_edits', 'ter_edits',
        'generation_inserted', 'generation_deleted', 'product_process', 'generation_bursts', 'generation_bursts'
    ] AS name,
    [
        '', '', '', 'insertions', 'deletions', 'substitutions', 'shifts', '', '', '', 'p', 'r'
    ] AS part,
    CAST([
        edits, retained, touch, insertions, deletions, substitutions, shifts,
        inserted, deleted, characters_now, p_bursts, r_bursts
    ] AS Array(Nullable(Int64))) AS amount,
    CAST([
        reference_words, given, measured, NULL, NULL, NULL, NULL, NULL, NULL, produced, NULL, NULL
    ] AS Array(Nullable(Int64))) AS "of"
UNION ALL
SELECT * FROM (
    SELECT name, '' AS key, part AS part, amount, "of"
    FROM (
        SELECT
            coalesce(sumOrNull(rules.flags), 0) AS flags, coalesce(sumOrNull(rules.open), 0) AS open, coalesce(sumOrNull(rules.dismissed), 0) AS dismissed,
            coalesce(sumOrNull(rules.silenced), 0) AS silenced
        FROM rules
    ) AS r CROSS JOIN (SELECT sumOrNull(drafts.words) AS words FROM drafts) AS d
    ARRAY JOIN
        [
            'flags', 'flags_per_1000_words', 'flags_open', 'flags_ended', 'flags_ended'
        ] AS name,
        [
            '', '', '', 'dismissed', 'silenced'
        ] AS part,
        CAST([
            flags, flags, open, nullIf(dismissed, 0), nullIf(silenced, 0)
        ] AS Array(Nullable(Int64))) AS amount,
        CAST([
            NULL, coalesce(words, 0), NULL, NULL, NULL
        ] AS Array(Nullable(Int64))) AS "of"
) WHERE name <> 'flags_ended' OR amount > 0
UNION ALL
SELECT * FROM (
    SELECT name, rule AS key, part AS part, amount, "of"
    FROM rules CROSS JOIN (SELECT sumOrNull(drafts.words) AS words FROM drafts) AS d
    ARRAY JOIN
        [
            'rule_flags', 'rule_flags_per_1000_words', 'rule_open', 'rule_dismissal', 'rule_mostly_dismissed',
            'rule_cost', 'rule_ended', 'rule_ended'
        ] AS name,
        [
            '', '', '', '', '', '', 'dismissed', 'silenced'
        ] AS part,
        CAST([
            flags, flags, open, dismissed, if(ended_by_hand >= 5 AND dismissed * 2 > ended_by_hand, dismissed, NULL),
            cost_ms, nullIf(dismissed, 0), nullIf(silenced, 0)
        ] AS Array(Nullable(Int64))) AS amount,
        CAST([
            NULL, coalesce(words, 0), NULL, ended_by_hand, ended_by_hand, NULL, NULL, NULL
        ] AS Array(Nullable(Int64))) AS "of"
) WHERE name NOT IN ('rule_ended', 'rule_mostly_dismissed') OR amount > 0
UNION ALL
SELECT if(route = '', '', 'route_') || name, route AS key, part AS part, amount, "of"
FROM (
    SELECT
        '' AS route, toInt64(count(*)) AS opened, toInt64(count(escalations.answered)) AS acknowledged, toInt64(count(escalations.decided)) AS decided,
        toInt64(count(escalations.withdrawn)) AS withdrawn, toInt64(countIf(is_open)) AS open, toInt64(countIf(is_overdue)) AS overdue,
        toInt64(countIf(response = 'met')) AS respond_met, toInt64(countIf(response <> 'open')) AS respond_due,
        toInt64(countIf(resolution = 'met')) AS resolve_met, toInt64(countIf(resolution <> 'open')) AS resolve_due
    FROM escalations
    UNION ALL
    SELECT
        route, toInt64(count(*)), toInt64(count(escalations.answered)), toInt64(count(escalations.decided)), toInt64(count(escalations.withdrawn)), toInt64(countIf(is_open)),
        toInt64(countIf(is_overdue)), toInt64(countIf(response = 'met')), toInt64(countIf(response <> 'open')),
        toInt64(countIf(resolution = 'met')), toInt64(countIf(resolution <> 'open'))
    FROM escalations GROUP BY route
) AS x CROSS JOIN settings
ARRAY JOIN
    [
        'escalations', 'escalations', 'escalations', 'escalations', 'escalations', 'escalations', 'sla_respond',
        'sla_resolve'
    ] AS name,
    [
        'opened', 'acknowledged', 'decided', 'withdrawn', 'open', 'overdue', '', ''
    ] AS part,
    CAST([
        opened, acknowledged, decided, withdrawn, open, if(isNull(now_ms), NULL, overdue), respond_met, resolve_met
    ] AS Array(Nullable(Int64))) AS amount,
    CAST([
        NULL, NULL, NULL, NULL, NULL, NULL, respond_due, resolve_due
    ] AS Array(Nullable(Int64))) AS "of"
UNION ALL
SELECT name, toString(addDays(toDate32('1970-01-01'), day)) AS key, part, amount, "of"
FROM periods
ARRAY JOIN
    [
        'touch', 'generations', 'flags', 'resolved', 'dismissed', 'escalations', 'shipped', 'first_pass', 'hter',
        'retention'
    ] AS part,
    CAST([
        touch, generations, flags, resolved, dismissed, escalations, coalesce(shipped, 0), coalesce(passed, 0),
        coalesce(edits, 0), coalesce(retained, 0)
    ] AS Array(Nullable(Int64))) AS amount,
    CAST([
        NULL, NULL, NULL, NULL, NULL, NULL, NULL, coalesce(with_ai, 0), coalesce(reference_words, 0),
        coalesce(given, 0)
    ] AS Array(Nullable(Int64))) AS "of"
UNION ALL
SELECT name, key, '', ms, NULL FROM percentiles
UNION ALL
SELECT if(kind = 'flag_resolved', 'flags_ended', 'dismissed'), '', coalesce(how, reason), toInt64(count()), NULL
FROM events WHERE kind IN ('flag_resolved', 'flag_dismissed') GROUP BY kind, how, reason
UNION ALL
SELECT if(kind = 'flag_resolved', 'rule_ended', 'rule_dismissed'), rule, coalesce(how, reason), toInt64(count()), NULL
FROM events WHERE kind IN ('flag_resolved', 'flag_dismissed') GROUP BY kind, how, reason, rule
UNION ALL
SELECT 'tool_generations', tool, '', toInt64(count()), NULL FROM events
WHERE kind = 'generation' AND tool <> '' GROUP BY tool
UNION ALL
SELECT 'evidence_generations', evidence, '', toInt64(count()), NULL FROM events WHERE kind = 'generation' GROUP BY evidence
UNION ALL
SELECT name, tool AS key, '' AS part, amount, "of"
FROM (
    SELECT
        tool, coalesce(sumOrNull(effort.edits), 0) AS edits,
        coalesce(sumOrNull(effort.reference_words), 0) AS reference_words,
        coalesce(sumOrNull(effort.retained), 0) AS retained,
        coalesce(sumOrNullIf(words_given, effort.retained IS NOT NULL), 0) AS given
    FROM effort WHERE tool <> '' GROUP BY tool
) AS t
ARRAY JOIN
    [
        'tool_hter', 'tool_retention'
    ] AS name,
    CAST([
        edits, retained
    ] AS Array(Nullable(Int64))) AS amount,
    CAST([
        reference_words, given
    ] AS Array(Nullable(Int64))) AS "of"
UNION ALL
SELECT 'touch_without_flags', '', '', if((SELECT count() FROM events WHERE kind = 'revision') > 0, (
    SELECT coalesce(sumOrNull(touch_ms), 0) FROM drafts LEFT ANTI JOIN flags USING (installation, draft)
), NULL), NULL
UNION ALL
SELECT 'escalations', '', 'unmatched', (
    SELECT toInt64(count(DISTINCT escalation)) FROM events LEFT ANTI JOIN escalations ON events.escalation = escalations.id
    WHERE events.escalation IS NOT NULL
), NULL
UNION ALL
SELECT 'decisions', '', decision, toInt64(count()), NULL FROM escalations WHERE decision IS NOT NULL GROUP BY decision
UNION ALL
SELECT 'route_decisions', route, decision, toInt64(count()), NULL FROM escalations
WHERE decision IS NOT NULL GROUP BY route, decision;

-- The scorecard: every number with its value.
CREATE OR REPLACE VIEW scorecard AS
SELECT
    name, key, part, amount AS amount, "of" AS "of",
    CASE
        WHEN amount IS NULL THEN NULL
        WHEN "of" IS NULL THEN toFloat64(amount)
        WHEN "of" = 0 THEN NULL
        WHEN name LIKE '%per_1000_words' THEN 1000.0 * toFloat64(amount) / toFloat64("of")
        ELSE toFloat64(amount) / toFloat64("of")
    END AS value
FROM numbers;
