package waypost.app;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** A time as an administrator writes it: a day, or a day and a time, here or with its offset. */
record Moment(Instant instant) {
    /** Of a command's option. */
    static final class Converter implements ITypeConverter<Moment> {
        @Override
        public Moment convert(String text) {
            return of(text, ZoneId.systemDefault());
        }
    }

    static Moment of(String text, ZoneId here) {
        try {
            if (!text.contains("T")) {
                return new Moment(LocalDate.parse(text).atStartOfDay(here).toInstant());
            }
            boolean offset = text.endsWith("Z") || text.indexOf('+') > 0 || text.lastIndexOf('-') > text.indexOf('T');
            return new Moment(
                    offset
                            ? OffsetDateTime.parse(text).toInstant()
                            : LocalDateTime.parse(text).atZone(here).toInstant());
        } catch (DateTimeException unknown) {
            throw new TypeConversionException(
                    "'" + text + "' is no time: write 2026-11-29, 2026-11-29T14:30 or 2026-11-29T14:30:00Z");
        }
    }
}
