/** Participles that do not end in -ed. */
const irregular =
  'been|done|gone|known|seen|taken|made|caught|thought|found|told|put|run|kept|left|led|held|given|written|chosen|' +
  'broken|spoken|begun|had|come|become|brought|built|bought|felt|fought|got|gotten|heard|hit|lost|met|paid|said|sent|' +
  'shown|shut|stood|understood|understand|won|woken|rung|driven|withdrawn|grown|thrown|cut|let|sought|taught';

/** Words in -ed that stand before nouns: a thing that “should have dedicated connections” is not accused of anything. */
const attributive =
  'dedicated|limited|unlimited|automated|bounded|shared|increased|reduced|improved|detailed|distributed|replicated|named|' +
  'versioned|required|advanced|encrypted|isolated|defined|predefined|documented|tested|separated|signed|cached|fixed|' +
  'managed|scheduled|staged|redundant|related|configured|trusted|restricted|combined|elevated|indexed|structured|typed';
/** What follows a participle that is none of these, since a noun would follow. */
const afterVerb =
  'the|an?|this|that|these|those|our|their|its|his|her|my|your|it|them|us|him|me|you|to|in|on|at|by|with|before|after|' +
  'earlier|sooner|when|first|for|from|into|and|or|but|if|as|out|up|down|all|any|each|both|so|more|less|long|since|again';
/** Nouns in -ed, and words that have nothing to do with participles. */
const noParticiple = 'need|seed|feed|speed|bed|deed|weed|embed|indeed|hundred';

/** A past participle. */
export const participle = `(?:${irregular}|(?!(?:${noParticiple})\\b)(?!(?:${attributive})\\s+(?!(?:${afterVerb})(?![a-z-]))[a-z-]+)[a-z]+ed|read(?!\\s+(?:access|replicas?|permissions?|only|rights|timeouts?|capacity|-)))`;

/** `have`, adverbs, and a participle; but not what merely could have been worse. */
export const beginsAfterHave = `have\\s+(?!been\\s+(?:(?:much|far|a\\s+lot|even)\\s+)?(?:worse|longer|bigger|larger|slower)\\b)(?:(?:[a-z]+ly|also|just|never|not|first|at\\s+least)\\s+)?${participle}`;

/** What only people do, or fail to do. */
export const humanVerbs =
  '(?:follow|notice|check|double-check|test|communicate|escalate|respond|review|verify|read|document|monitor|understand|' +
  'consider|realise|realize|inform|tell|ask|think|care|pay\\s+attention|listen|look|anticipate|foresee|announce|coordinate|' +
  'acknowledge|investigate|validate|update\\s+the\\s+(?:runbook|docs|documentation|team)|remember|recogni[sz]e)';

/** What people are said to have caused. */
export const troubles =
  '(?:outage|incident|failure|bug|mistake|downtime|problem|breakage|disruption|issue|mess|accident|error)s?';

/** What is put down to somebody. */
export const faultNouns =
  '(?:mistake|fault|error|negligence|carelessness|blunder|failure|incompetence|oversight|inexperience)s?';
