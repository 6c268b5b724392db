-- What is over of people's ways in is taken away after a while (docs/users.md), found by when it ended.
create index invitations_by_end on invitations (expires_at);
