package waypost.store;

import waypost.identity.AccountId;
import waypost.identity.AccountName;
import waypost.identity.DirectoryId;
import waypost.identity.NodeName;
import waypost.identity.Ownership;
import waypost.identity.Ownership.State;
import waypost.store.RecordReader.Malformed;

/** Ownership as a record has it. */
final class OwnershipPayload {
    private static final int OWNER = 1;
    private static final int INCOMING = 2;
    private static final int MOVING = 3;
    private static final int MOVED = 4;
    private static final int GONE = 5;

    private OwnershipPayload() {}

    static void write(RecordWriter out, Ownership ownership) {
        out.text(ownership.directoryId().value());
        out.text(ownership.name().local());
        out.text(ownership.name().domain());
        out.number(ownership.epoch());
        switch (ownership.state()) {
            case State.Owner() -> out.octet(OWNER);
            case State.IncomingFrom(NodeName source, long move, boolean ready) -> {
                out.octet(INCOMING);
                out.text(source.value());
                out.fixed64(move);
                out.octet(ready ? 1 : 0);
            }
            case State.MovingTo(NodeName destination, long move) -> {
                out.octet(MOVING);
                out.text(destination.value());
                out.fixed64(move);
            }
            case State.MovedTo(NodeName destination, long move) -> {
                out.octet(MOVED);
                out.text(destination.value());
                out.fixed64(move);
            }
            case State.Gone() -> out.octet(GONE);
        }
    }

    static Ownership read(RecordReader in, long account) throws Malformed {
        String directoryId = in.text();
        if (directoryId.isEmpty() || directoryId.length() > 255) {
            throw new Malformed("directory id of " + directoryId.length() + " characters");
        }
        AccountName name = new AccountName(in.text(), in.text());
        long epoch = in.number();
        return new Ownership(new AccountId(account), new DirectoryId(directoryId), name, epoch, state(in));
    }

    private static State state(RecordReader in) throws Malformed {
        int code = in.octet();
        return switch (code) {
            case OWNER -> new State.Owner();
            case INCOMING -> new State.IncomingFrom(node(in), in.fixed64(), in.octet() == 1);
            case MOVING -> new State.MovingTo(node(in), in.fixed64());
            case MOVED -> new State.MovedTo(node(in), in.fixed64());
            case GONE -> new State.Gone();
            default -> throw new Malformed("ownership state " + code);
        };
    }

    private static NodeName node(RecordReader in) throws Malformed {
        String name = in.text();
        if (!NodeName.valid(name)) {
            throw new Malformed("node name");
        }
        return new NodeName(name);
    }
}
