package waypost.system;

/** A program that people read mail with, started anew for each turn. */
interface MailClient {
    String name();

    /** What it can know of all that the user has. */
    default Mirror known(Mirror all) {
        return all;
    }

    /** Lets it talk to the server until it has nothing more to do. */
    Mirror turn() throws Exception;
}
