-- What is handed on is the cell's, not a company's: it goes nowhere with that.
alter table handed_on_bank_moves rename column company_id to about_company_id;
