-- 50音: people in the order of their kana, from any letter on, page by page.
CREATE INDEX search_person_kana ON search_person (sort_key, person_id);
