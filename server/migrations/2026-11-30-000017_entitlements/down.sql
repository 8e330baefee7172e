DROP TABLE feature_switches;
DROP TABLE organization_plans;
DROP TABLE plans;
