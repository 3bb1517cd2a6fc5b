package waypost.store;

import java.util.List;
import java.util.Map;
import java.util.Set;
import waypost.store.ListJournal.Written;

/**
 * What the journals of two volumes say, and what is to be there of the account.
 *
 * @param expected of the volume that serves it
 * @param given item numbers that messages have had so far
 * @param wrong what has been seen that must not be
 * @param day that it is
 */
record MoveState(
        List<List<Written>> written,
        Map<String, String> expected,
        Set<Long> given,
        String wrong,
        int day,
        int changes,
        int moves,
        int ends) {}
