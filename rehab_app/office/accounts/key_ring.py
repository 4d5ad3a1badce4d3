"""The keys of an open clinic: the data key while it is alive, the slots file, and the version the database remembers.

The slots file is written first, then its version is committed with the account that caused the change: a file that is ahead of
the database is accepted at the next sign-in, one that is behind is not.
"""

from dataclasses import dataclass

from rehab_app.foundation.folder import DataFolder
from rehab_app.store.keys.data_key import DataKey
from rehab_app.store.keys.derive import Cost
from rehab_app.store.keys.slots import Slots
from rehab_app.store.meta import SLOTS_VERSION, write_meta
from rehab_app.store.work import Work


@dataclass(slots=True)
class KeyRing:
    """What a service needs to change slots: the data key, the slots as they stand on disk, and the cost of new ones."""

    folder: DataFolder
    data_key: DataKey
    slots: Slots
    cost: Cost

    def fresh(self) -> Slots:
        """Return the slots as they stand on disk now, checked against the data key: another seat may have changed them."""
        slots = Slots.load(self.folder.slots)
        slots.verify(self.data_key)
        return slots

    def keep(self, work: Work, slots: Slots) -> None:
        """Write changed slots and remember their version in this transaction."""
        slots.save(self.folder.slots)
        write_meta(work.connection, SLOTS_VERSION, str(slots.version))
        self.slots = slots
