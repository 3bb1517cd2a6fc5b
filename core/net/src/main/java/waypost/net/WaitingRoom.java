package waypost.net;

import java.time.Duration;
import java.util.concurrent.Semaphore;

/**
 * Log-ins that wait for a node which could not be reached: a node that restarts is back in a moment. Only so many at a time wait, so that a
 * node that stays away does not fill the front end with its users; the others are refused at once. Any thread.
 */
public final class WaitingRoom {
    private final int tries;
    private final Duration pause;
    private final Semaphore places;

    /**
     * @param places of log-ins that wait at the same time
     * @param tries to reach one node, the first included
     * @param pause between two of them
     */
    public WaitingRoom(int places, int tries, Duration pause) {
        this.places = new Semaphore(places);
        this.tries = tries;
        this.pause = pause;
    }

    public static WaitingRoom usual() {
        return new WaitingRoom(1000, 3, Duration.ofSeconds(1));
    }

    Duration pause() {
        return pause;
    }

    /** Whether to wait after so many tries. Then {@link #leave} follows. */
    boolean enter(int tried) {
        return tried < tries && places.tryAcquire();
    }

    void leave() {
        places.release();
    }
}
