package waypost.protocol.pop3;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeSet;
import java.util.function.Function;
import waypost.message.Octets;
import waypost.protocol.LineReader;
import waypost.protocol.LineReader.Line;
import waypost.protocol.Output;
import waypost.protocol.Remainder;
import waypost.protocol.ServedSession;
import waypost.protocol.smtp.DotStuffer;

/** The TRANSACTION and UPDATE states of POP3 (RFC 1939 §5, §6) on a {@link Maildrop}. Blocking, on the virtual thread that calls. */
public final class Pop3Session implements ServedSession {
    /** RFC 2449 §4. */
    private static final int MAX_LINE = 255;

    private final Maildrop maildrop;
    private final List<Maildrop.Entry> entries;
    private final TreeSet<Integer> deleted = new TreeSet<>();
    private final LineReader lines = new LineReader();
    private final Remainder remainder = new Remainder();
    private boolean over;

    public Pop3Session(Maildrop maildrop) {
        this.maildrop = maildrop;
        this.entries = maildrop.entries();
    }

    @Override
    public void opened(Output out, Wakeup wakeup) {
        // the log-in has answered
    }

    @Override
    public void received(ByteBuffer in, Output out) throws IOException {
        ByteBuffer bytes = remainder.join(in);
        boolean partial = false;
        while (!partial && !over) {
            switch (lines.next(bytes, MAX_LINE)) {
                case Line.Partial() -> partial = true;
                case Line.TooLong(), Line.Foul() -> out.text("-ERR Not a command line\r\n");
                case Line.Text(var text) -> execute(Pop3Parser.parse(text), out);
            }
        }
        if (over) {
            in.position(in.limit());
        } else {
            remainder.keep(bytes);
            out.flush();
        }
    }

    /** RFC 1939 has no word for it; §6: what was marked as deleted without QUIT stays. */
    @Override
    public boolean shutdown(Output out) {
        return remainder.isEmpty();
    }

    private void execute(Pop3Command command, Output out) throws IOException {
        switch (command) {
            case Pop3Command.Stat() -> stat(out);
            case Pop3Command.ListSizes(var message) ->
                listing(message, i -> Long.toString(entries.get(i).size()), out);
            case Pop3Command.Uidl(var message) ->
                listing(message, i -> entries.get(i).uidl(), out);
            case Pop3Command.Retr(var number) -> retrieve(number, out);
            case Pop3Command.Top(var number, var count) -> top(number, count, out);
            case Pop3Command.Dele(var number) -> delete(number, out);
            case Pop3Command.Rset() -> {
                deleted.clear();
                out.text("+OK\r\n");
            }
            case Pop3Command.Noop() -> out.text("+OK\r\n");
            case Pop3Command.Capa() -> Pop3Service.sessionCapabilities(out);
            case Pop3Command.Quit() -> quit(out);
            case Pop3Command.User _, Pop3Command.Pass _, Pop3Command.Auth _, Pop3Command.Stls _, Pop3Command.Client _ ->
                out.text("-ERR Already logged in\r\n");
            case Pop3Command.Unknown() -> out.text("-ERR Unknown command\r\n");
            case Pop3Command.Malformed() -> out.text("-ERR Syntax error\r\n");
        }
    }

    private void stat(Output out) throws IOException {
        long octets = 0;
        for (int i = 0; i < entries.size(); i++) {
            octets += deleted.contains(i) ? 0 : entries.get(i).size();
        }
        out.text("+OK " + (entries.size() - deleted.size()) + " " + octets + "\r\n");
    }

    private void listing(OptionalInt message, Function<Integer, String> value, Output out) throws IOException {
        if (message.isPresent()) {
            OptionalInt index = index(message.getAsInt(), out);
            if (index.isPresent()) {
                out.text("+OK " + message.getAsInt() + " " + value.apply(index.getAsInt()) + "\r\n");
            }
            return;
        }
        out.text("+OK\r\n");
        for (int i = 0; i < entries.size(); i++) {
            if (!deleted.contains(i)) {
                out.text((i + 1) + " " + value.apply(i) + "\r\n");
            }
        }
        out.text(".\r\n");
    }

    /** The index of a message that exists and is not deleted; else the client is told. */
    private OptionalInt index(int number, Output out) throws IOException {
        if (number < 1 || number > entries.size() || deleted.contains(number - 1)) {
            out.text("-ERR No such message\r\n");
            return OptionalInt.empty();
        }
        return OptionalInt.of(number - 1);
    }

    /**
     * What another session has removed keeps its number, size and unique-id until QUIT, but RFC 1939 §5 lets its octets be refused, for which
     * RFC 3206 has no code. RFC 1939 §11: an empty message in its place is declined, as it is none, and a client that goes by unique-ids
     * (§7) would take it for the real one, which may be moved back.
     */
    private Optional<Maildrop.Message> message(int number, Output out) throws IOException {
        OptionalInt index = index(number, out);
        if (index.isEmpty()) {
            return Optional.empty();
        }
        Optional<Maildrop.Message> message = maildrop.open(index.getAsInt());
        if (message.isEmpty()) {
            out.text("-ERR Message was removed by another session\r\n");
        }
        return message;
    }

    private void retrieve(int number, Output out) throws IOException {
        Optional<Maildrop.Message> message = message(number, out);
        if (message.isEmpty()) {
            return;
        }
        Octets stored = message.get().octets();
        Announced octets = new Announced("+OK " + stored.length() + " octets\r\n", stored, out);
        try {
            write(octets, message.get().dotLines(), out);
            maildrop.retrieved(number - 1);
        } catch (Maildrop.Damaged damage) { // RFC 3206 §4
            octets.refuse(damage);
        }
    }

    private static void write(Announced octets, Maildrop.DotLines dotLines, Output out) throws IOException {
        switch (dotLines) {
            case POSSIBLE -> {
                DotStuffer stuffer = new DotStuffer(out);
                octets.read(0, octets.length(), stuffer::write);
                octets.announce();
                stuffer.end();
            }
            case NONE -> {
                LineEnd end = new LineEnd(out.sink());
                octets.read(0, octets.length(), end);
                octets.announce();
                out.text(end.seen() ? ".\r\n" : "\r\n.\r\n");
            }
        }
    }

    private void top(int number, int count, Output out) throws IOException {
        Optional<Maildrop.Message> message = message(number, out);
        if (message.isPresent()) {
            Announced octets = new Announced("+OK\r\n", message.get().octets(), out);
            try {
                new Top(octets, count).write(out);
            } catch (Maildrop.Damaged damage) {
                octets.refuse(damage);
            }
        }
    }

    private void delete(int number, Output out) throws IOException {
        OptionalInt index = index(number, out);
        if (index.isPresent()) {
            deleted.add(index.getAsInt());
            out.text("+OK\r\n");
        }
    }

    private void quit(Output out) throws IOException {
        over = true;
        Maildrop.Removal removal = deleted.isEmpty() ? Maildrop.Removal.ALL : maildrop.remove(deleted);
        out.text(
                switch (removal) {
                    case ALL -> "+OK Bye\r\n";
                    case NOT_ALL -> "-ERR [SYS/TEMP] Some deleted messages were not removed\r\n";
                });
        out.close();
    }

    @Override
    public void woken(Output out) {
        // a snapshot does not change
    }

    @Override
    public void closed() {
        maildrop.close();
    }
}
