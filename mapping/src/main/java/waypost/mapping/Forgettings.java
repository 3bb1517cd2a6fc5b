package waypost.mapping;

import java.util.Arrays;
import waypost.identity.AccountName;

/**
 * How often what proves who a name is has been forgotten: what was asked about before that is not remembered after it. Names share counts, and then one
 * has to be asked about once more. Any thread; never blocks for longer than it takes to remember.
 */
final class Forgettings {
    private static final int COUNTS = 1024;

    private final Count[] counts = new Count[COUNTS];

    private static final class Count {
        long value;
    }

    Forgettings() {
        Arrays.setAll(counts, _ -> new Count());
    }

    private Count of(AccountName name) {
        return counts[Math.floorMod(name.hashCode(), COUNTS)];
    }

    /** To be taken before anybody is asked. */
    long moment(AccountName name) {
        Count count = of(name);
        synchronized (count) {
            return count.value;
        }
    }

    void forget(AccountName name, Runnable forgetting) {
        Count count = of(name);
        synchronized (count) {
            count.value++;
            forgetting.run();
        }
    }

    /** Remembers what was asked about at that moment, unless it has been forgotten since. */
    void remember(AccountName name, long moment, Runnable remembering) {
        Count count = of(name);
        synchronized (count) {
            if (count.value == moment) {
                remembering.run();
            }
        }
    }
}
