-- What each role may do in the schemas the services own. Tables made later inherit it.
GRANT USAGE, CREATE ON SCHEMA content, release, assets, sync TO phohien_owner;
GRANT USAGE ON SCHEMA content TO phohien_content;
GRANT USAGE ON SCHEMA assets TO phohien_assets;
GRANT USAGE ON SCHEMA sync TO phohien_sync;
GRANT USAGE ON SCHEMA release
    TO phohien_content, phohien_assets, phohien_sync, phohien_public;

ALTER DEFAULT PRIVILEGES FOR ROLE phohien_owner REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC;

ALTER DEFAULT PRIVILEGES FOR ROLE phohien_owner IN SCHEMA content
    GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO phohien_content;
ALTER DEFAULT PRIVILEGES FOR ROLE phohien_owner IN SCHEMA content
    GRANT USAGE, SELECT ON SEQUENCES TO phohien_content;
ALTER DEFAULT PRIVILEGES FOR ROLE phohien_owner IN SCHEMA assets
    GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO phohien_assets;
ALTER DEFAULT PRIVILEGES FOR ROLE phohien_owner IN SCHEMA assets
    GRANT USAGE, SELECT ON SEQUENCES TO phohien_assets;
ALTER DEFAULT PRIVILEGES FOR ROLE phohien_owner IN SCHEMA sync
    GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO phohien_sync;
ALTER DEFAULT PRIVILEGES FOR ROLE phohien_owner IN SCHEMA sync
    GRANT USAGE, SELECT ON SEQUENCES TO phohien_sync;
ALTER DEFAULT PRIVILEGES FOR ROLE phohien_owner IN SCHEMA release
    GRANT SELECT ON TABLES TO phohien_content, phohien_assets, phohien_sync;
