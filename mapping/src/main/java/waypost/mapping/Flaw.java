package waypost.mapping;

/**
 * Something of an entry that keeps its user from mail or from logging in, or from what the entry means him to have.
 *
 * @param where DN of the entry, or what several entries share
 * @param what in words
 */
public record Flaw(Kind kind, String where, String what) {
    /** What may be wrong; the words complete "n …". */
    public enum Kind {
        SHARED_ADDRESS("addresses that several entries have"),
        HIDDEN("addresses that entries of several user maps have, of which the first is found"),
        SHARED_ID("ids that several entries have"),
        ID("entries without a usable id"),
        ADDRESS("entries without a primary address"),
        TARGET("aliases and forwards that lead to what is no address"),
        HOST("entries whose host names no node or volume"),
        SEVERAL_VALUES("entries with several values where one is meant"),
        SPELLING("addresses that cannot be read"),
        NEVER_FOUND("addresses under which nobody finds the entry"),
        DOMAIN("entries that have no address in a domain of the map"),
        STATE("entries of an unknown state"),
        SERVICE("entries with an unknown service"),
        NUMBER("entries with a number that is none"),
        CLASS("entries of an unknown class");

        private final String words;

        Kind(String words) {
            this.words = words;
        }

        public String words() {
            return words;
        }
    }

    @Override
    public String toString() {
        return where + ": " + what;
    }
}
