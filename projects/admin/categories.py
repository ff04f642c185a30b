from django.contrib import admin

from portal.desk.base import OfficialAdmin
from projects.models import Category


@admin.register(Category)
class CategoryAdmin(OfficialAdmin):
    list_display = ("name_zh", "name_en", "code", "order")
    search_fields = ("code", "name_zh", "name_en")
    fields = ("code", "name_zh", "name_en", "order", "oc4ids_sector", "oc4ids_type")
