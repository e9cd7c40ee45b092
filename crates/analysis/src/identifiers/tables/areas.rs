//! The letters that begin a postcode. Source: the list of the United Kingdom's and the islands'
//! postcode areas as Royal Mail publishes it.

/// Areas of two letters.
pub(in super::super) const AREAS_OF_TWO: &str = "AB AL BA BB BD BH BL BN BR BS BT CA CB CF CH CM CO CR CT CV CW DA DD DE DG DH DL DN DT DY EC EH EN EX FK FY GL GU GY HA HD HG HP HR HS HU HX IG IM IP IV JE KA KT KW KY LA LD LE LL LN LS LU ME MK ML NE NG NN NP NR NW OL OX PA PE PH PL PO PR RG RH RM SA SE SG SK SL SM SN SO SP SR SS ST SW SY TA TD TF TN TQ TR TS TW UB WA WC WD WF WN WR WS WV YO ZE";
/// Areas of one letter.
pub(in super::super) const AREAS_OF_ONE: &str = "B E G L M N S W";
