package io.usersig;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * What {@link Application#signMany} made: for each row a ticket or an exception.
 *
 * <pre>{@code
 * Application app = new Application(1400000000L, "secret");
 * SignedRows rows = app.signMany(java.util.Arrays.asList("xiaojun", "xiao\njun", "xiaohong"), 86400);
 * for (int row = 0; row < rows.size(); row++) {
 *     System.out.println(rows.isSigned(row) ? rows.get(row) : rows.getFault(row).getMessage());
 * }
 * }</pre>
 */
public final class SignedRows {
    private final byte[] tickets;
    private final int[] ends;
    private final UserSigException[] faults;

    SignedRows(byte[] tickets, int[] ends, UserSigException[] faults) {
        this.tickets = tickets;
        this.ends = ends;
        this.faults = faults;
    }

    /** How many rows there are. */
    public int size() {
        return faults.length;
    }

    /** Whether the row has a ticket. */
    public boolean isSigned(int row) {
        return faults[row] == null;
    }

    /**
     * The ticket of a row.
     *
     * @throws UserSigException the exception of the row, if it has no ticket
     */
    public String get(int row) {
        if (faults[row] != null) {
            throw faults[row];
        }
        int start = row == 0 ? 0 : ends[row - 1];
        return new String(tickets, start, ends[row] - start, StandardCharsets.ISO_8859_1);
    }

    /** Why a row has no ticket; null if it has one. */
    public UserSigException getFault(int row) {
        return faults[row];
    }

    /**
     * All tickets, in the order of the rows.
     *
     * @throws UserSigException the exception of the first row that has no ticket
     */
    public List<String> toList() {
        List<String> list = new ArrayList<>(size());
        for (int row = 0; row < size(); row++) {
            list.add(get(row));
        }
        return list;
    }
}
