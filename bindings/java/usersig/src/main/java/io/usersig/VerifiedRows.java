package io.usersig;

/** What {@link Application#verifyMany} found: for each row what the ticket says, or an exception. */
public final class VerifiedRows {
    private final long[] numbers;
    private final byte[][] userbufs;
    private final UserSigException[] faults;

    VerifiedRows(long[] numbers, byte[][] userbufs, UserSigException[] faults) {
        this.numbers = numbers;
        this.userbufs = userbufs;
        this.faults = faults;
    }

    /** How many rows there are. */
    public int size() {
        return faults.length;
    }

    /** Whether the ticket of the row is valid. */
    public boolean isValid(int row) {
        return faults[row] == null;
    }

    /**
     * What the ticket of a row says.
     *
     * @throws UserSigException the exception of the row, if the ticket is not valid
     */
    public Verified get(int row) {
        if (faults[row] != null) {
            throw faults[row];
        }
        return new Verified(numbers, row * Verified.NUMBERS, userbufs[row]);
    }

    /** Why the ticket of a row is not valid; null if it is. */
    public UserSigException getFault(int row) {
        return faults[row];
    }
}
