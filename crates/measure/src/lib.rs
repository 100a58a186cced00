//! One file a measure: panels in, measured figures out
