//! Acknowledgements: groups say that they have the minute and ask back; editors say whether an edition came out.
