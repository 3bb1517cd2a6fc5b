package waypost.app;

import waypost.store.Store;

/** What an operation works on: the volumes, open in a running node or in the command itself. */
record Stores(Store store) {}
