package waypost.store;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** Changes on their way to the committer, bounded by bytes. */
final class CommitterQueue {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition arrived = lock.newCondition();
    private final Condition room = lock.newCondition();
    private final Queue<GroupMember> waiting = new ArrayDeque<>();
    private final long queueBytes;
    private final long groupBytes;
    private long bytes;
    private boolean closed;

    CommitterQueue(long queueBytes, long groupBytes) {
        this.queueBytes = queueBytes;
        this.groupBytes = groupBytes;
    }

    /** Waits for room; false when the queue is closed. */
    boolean add(GroupMember member) {
        lock.lock();
        try {
            while (!closed && bytes >= queueBytes) {
                room.awaitUninterruptibly();
            }
            if (closed) {
                return false;
            }
            waiting.add(member);
            bytes += member.bytes();
            arrived.signal();
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** Waits for members of one group; none when the queue is closed and empty. */
    List<GroupMember> take() {
        lock.lock();
        try {
            while (!closed && waiting.isEmpty()) {
                arrived.awaitUninterruptibly();
            }
            return poll();
        } finally {
            lock.unlock();
        }
    }

    /** The members of one group that are there now. */
    List<GroupMember> poll() {
        lock.lock();
        try {
            List<GroupMember> group = new ArrayList<>();
            long sum = GroupHead.FIXED_BYTES;
            for (GroupMember next = waiting.peek(); next != null; next = waiting.peek()) {
                sum += next.bytes();
                if (sum > groupBytes) {
                    break;
                }
                bytes -= next.bytes();
                group.add(waiting.remove());
            }
            room.signalAll();
            return group;
        } finally {
            lock.unlock();
        }
    }

    void close() {
        lock.lock();
        try {
            closed = true;
            arrived.signalAll();
            room.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
