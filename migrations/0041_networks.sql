-- Networks of all kinds: their public address, the secret address of a channel, what went out as it went, and the lists of
-- recipients that Brig keeps.

ALTER TABLE networks ADD COLUMN slug {text} NOT NULL DEFAULT '';
CREATE UNIQUE INDEX networks_slug ON networks (group_id, slug) WHERE slug <> '';

CREATE TABLE network_webhooks (
  network_id {uuid} PRIMARY KEY REFERENCES networks (id),
  group_id {uuid} NOT NULL REFERENCES groups (id),
  webhook {text} NOT NULL,
  set_on {date} NOT NULL
);

CREATE TABLE edition_news (
  edition_id {uuid} PRIMARY KEY REFERENCES editions (id),
  group_id {uuid} NOT NULL REFERENCES groups (id),
  network_id {uuid} NOT NULL REFERENCES networks (id),
  told {json} NOT NULL,
  open_to_all {bool} NOT NULL,
  gone_at {time} NOT NULL,
  posted_at {time}
);
CREATE INDEX news_of_network ON edition_news (network_id, gone_at, edition_id);

CREATE TABLE recipients (
  id {uuid} PRIMARY KEY,
  group_id {uuid} NOT NULL REFERENCES groups (id),
  network_id {uuid} NOT NULL REFERENCES networks (id),
  address {text} NOT NULL,
  address_hash {bytes} NOT NULL,
  added_on {date} NOT NULL,
  bounced_on {date},
  confirmed_at {time}
);
CREATE UNIQUE INDEX recipients_of_network ON recipients (network_id, address_hash);
CREATE INDEX recipients_by_address ON recipients (network_id, address, id);
CREATE INDEX recipients_by_hash ON recipients (group_id, address_hash);

CREATE TABLE recipient_refusals (
  group_id {uuid} NOT NULL REFERENCES groups (id),
  address_hash {bytes} NOT NULL,
  refused_on {date} NOT NULL,
  PRIMARY KEY (group_id, address_hash)
);
