-- What goes with a mail beside its words: an invitation for the calendar, a document.

CREATE TABLE mail_parts (
  mail_id {uuid} NOT NULL REFERENCES mails (id),
  name {text} NOT NULL,
  media_type {text} NOT NULL,
  content {bytes} NOT NULL,
  PRIMARY KEY (mail_id, name)
);
