DROP TABLE known_devices;
DROP TABLE passwords;
DROP TABLE brand_logos;
DROP TABLE brand_hosts;
DROP TABLE user_sessions;
