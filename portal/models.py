"""Loads every model of the core for Django. Import models from their subject, such as `portal.staff.models`."""

import portal.areas.models
import portal.commitments.models
import portal.desk.models
import portal.events.models
import portal.facilities.models
import portal.glossary.models
import portal.publishing.models
import portal.search.models
import portal.services.models
import portal.spreadsheets.models
import portal.staff.models
import portal.statistics.models
import portal.subscriptions.models
import portal.themes.models
import portal.web.data_version
import portal.web.past
