package waypost.store;

import java.nio.ByteBuffer;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import waypost.store.Criterion.Field;
import waypost.store.Criterion.Order;
import waypost.store.RecordReader.Malformed;

/** The octets of a criterion, as a property of its folder has them. Codes are never given to another kind. */
final class CriterionCodec {
    private static final int DEEPEST = 200;

    private CriterionCodec() {}

    static PropertyValue value(Criterion criterion) {
        RecordWriter out = new RecordWriter();
        write(out, criterion);
        return PropertyValue.of(out.bytes());
    }

    /** Empty when a later release has written it. */
    static Optional<Criterion> read(PropertyValue value) {
        try {
            return Optional.of(read(new RecordReader(ByteBuffer.wrap(value.octets())), 0));
        } catch (Malformed later) {
            return Optional.empty();
        }
    }

    private static void write(RecordWriter out, Criterion criterion) {
        switch (criterion) {
            case Criterion.All() -> out.octet(1);
            case Criterion.None() -> out.octet(2);
            case Criterion.And(var all) -> list(out, 3, all);
            case Criterion.Or(var any) -> list(out, 4, any);
            case Criterion.Not(var negated) -> {
                out.octet(5);
                write(out, negated);
            }
            case Criterion.Flag(var name) -> {
                out.octet(6);
                out.text(name);
            }
            case Criterion.Larger(var octets) -> number(out, 7, octets);
            case Criterion.Smaller(var octets) -> number(out, 8, octets);
            case Criterion.Received(var order, var date) -> date(out, 9, order, date);
            case Criterion.Saved(var order, var date) -> date(out, 10, order, date);
            case Criterion.Within(var folder, var levels) -> {
                out.octet(11);
                out.text(folder);
                out.number(levels);
            }
            case Criterion.Text(var field, var name, var text) -> {
                out.octet(12);
                out.octet(field.ordinal());
                out.text(name);
                out.text(text);
            }
            case Criterion.Sent(var order, var date) -> date(out, 13, order, date);
        }
    }

    private static void list(RecordWriter out, int code, List<Criterion> criteria) {
        number(out, code, criteria.size());
        criteria.forEach(each -> write(out, each));
    }

    private static void number(RecordWriter out, int code, long number) {
        out.octet(code);
        out.number(number);
    }

    private static void date(RecordWriter out, int code, Order order, LocalDate date) {
        out.octet(code);
        out.octet(order.ordinal());
        out.fixed64(date.toEpochDay());
    }

    private static Criterion read(RecordReader in, int depth) throws Malformed {
        if (depth > DEEPEST) {
            throw new Malformed("criteria nested too deeply");
        }
        int code = in.octet();
        return switch (code) {
            case 1 -> Criterion.ALL;
            case 2 -> Criterion.NONE;
            case 3 -> new Criterion.And(list(in, depth));
            case 4 -> new Criterion.Or(list(in, depth));
            case 5 -> new Criterion.Not(read(in, depth + 1));
            case 6 -> new Criterion.Flag(in.text());
            case 7 -> new Criterion.Larger(in.number());
            case 8 -> new Criterion.Smaller(in.number());
            case 9 -> new Criterion.Received(one(Order.values(), in), date(in));
            case 10 -> new Criterion.Saved(one(Order.values(), in), date(in));
            case 11 -> new Criterion.Within(in.text(), in.number32());
            case 12 -> new Criterion.Text(one(Field.values(), in), in.text(), in.text());
            case 13 -> new Criterion.Sent(one(Order.values(), in), date(in));
            default -> throw new Malformed("criterion " + code);
        };
    }

    private static List<Criterion> list(RecordReader in, int depth) throws Malformed {
        int size = in.size(Criterion.MOST);
        List<Criterion> criteria = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            criteria.add(read(in, depth + 1));
        }
        return criteria;
    }

    private static <T> T one(T[] values, RecordReader in) throws Malformed {
        int ordinal = in.octet();
        if (ordinal >= values.length) {
            throw new Malformed("criterion of value " + ordinal);
        }
        return values[ordinal];
    }

    private static LocalDate date(RecordReader in) throws Malformed {
        try {
            return LocalDate.ofEpochDay(in.fixed64());
        } catch (DateTimeException impossible) {
            throw new Malformed("criterion of an impossible date");
        }
    }
}
