-- Who types `josephine` finds Joséphine. What is ASCII is itself, which is known from its length.
create function without_accents(said text) returns text language sql immutable parallel safe as $$
  select case when octet_length(said) = char_length(said) then said
    else normalize(regexp_replace(normalize(said, NFD), U&'[\0300-\036F]', '', 'g'), NFC) end
$$;

-- Blocks say both from now on: those that have such a name are made anew.
insert into restated_rows (company_id, list, row_id)
select company_id, 'contacts', contact_id from contacts where octet_length(name) <> char_length(name);
