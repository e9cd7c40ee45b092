-- Who reads a network, how many they are as its owner says, whom to ask there, and how long a text of ours may be.
ALTER TABLE networks ADD COLUMN side {text} NOT NULL DEFAULT 'other';
ALTER TABLE networks ADD COLUMN audience {text} NOT NULL DEFAULT '';
ALTER TABLE networks ADD COLUMN reach {int} NOT NULL DEFAULT 0;
ALTER TABLE networks ADD COLUMN contact {text} NOT NULL DEFAULT '';
ALTER TABLE networks ADD COLUMN headline_words {int} NOT NULL DEFAULT 12;
ALTER TABLE networks ADD COLUMN body_words {int} NOT NULL DEFAULT 60;
