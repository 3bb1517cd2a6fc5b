package waypost.config;

/**
 * One thing wrong with a configuration file.
 *
 * @param key path of the key, as {@code services.imap.listeners[2].address}; empty for the file as a whole
 * @param wrong what is wrong
 * @param instead what to write
 */
public record Problem(String key, String wrong, String instead) {
    /** One line for people: {@code file: key: what is wrong; what to write}. */
    public String line(String file) {
        return file + ": " + (key.isEmpty() ? "" : key + ": ") + wrong + (instead.isEmpty() ? "" : "; " + instead);
    }
}
