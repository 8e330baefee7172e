DROP TABLE flag_service;
DROP TABLE flag_answers;
