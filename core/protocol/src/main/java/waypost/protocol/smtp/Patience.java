package waypost.protocol.smtp;

/** How many mistakes and idle commands one connection may make before it is told to go; a trusted node's may make any number. */
final class Patience {
    private static final int MAX_ERRORS = 20;
    private static final int MAX_IDLE_COMMANDS = 100;
    private static final int MAX_FAILED_LOGINS = 3;

    private int errors;
    private int idleCommands;
    private int failedLogins;

    void error() {
        errors++;
    }

    /** A command that brings no message nearer. */
    void idle() {
        idleCommands++;
    }

    void failedLogin() {
        failedLogins++;
    }

    /** A message was taken, or a log-in succeeded. */
    void progress() {
        idleCommands = 0;
    }

    boolean ended() {
        return errors >= MAX_ERRORS || idleCommands >= MAX_IDLE_COMMANDS;
    }

    boolean loginsEnded() {
        return failedLogins >= MAX_FAILED_LOGINS;
    }
}
